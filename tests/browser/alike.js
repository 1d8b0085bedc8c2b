// Elements that are like three before them, under parents of the same kinds, in all that a template does not fill in:
// what holds of one of a kind holds of each. The last under its parent is a kind of its own, since a style may draw it
// otherwise. The kinds are those of markup.py, in the page as it is now; that ids are said once, and that what is named
// is there, is looked at on the whole page (markup.wrong_ids).
() => {
  const FILLED_IN = new Set(
    ["href", "src", "srcset", "action", "formaction", "hx-get", "hx-post", "value", "content", "placeholder", "title",
     "alt", "aria-label", "datetime", "id", "for", "aria-labelledby", "aria-describedby", "aria-controls", "list"]);
  const UNHEEDED = /^data-(?!module|items)/;
  const LISTS = new Set(["UL", "OL", "TBODY", "DATALIST", "SELECT"]);
  const attribute = ({ name, value }) =>
    `${name}=${FILLED_IN.has(name) ? value.trim() !== "" : value.replace(/\d+/g, "0")}`;
  const named = (element) =>
    [element.localName, ...[...element.attributes].filter(({ name }) => !UNHEEDED.test(name)).map(attribute).sort()];
  const shapes = new Map();
  const shape = (element) => {
    if (shapes.has(element)) return shapes.get(element);
    const all = [...element.childNodes].map((node) =>
      node.nodeType === Node.ELEMENT_NODE ? shape(node)
        : node.nodeType === Node.TEXT_NODE && node.data.trim() ? "words" : "").filter((each) => each);
    const inside = LISTS.has(element.tagName) ? [...new Set(all)].sort() : all.filter((each, at) => each !== all[at - 1]);
    const whole = `<${named(element).join(" ")}>${inside.join("")}</>`;
    shapes.set(element, whole);
    return whole;
  };
  const alike = [], seen = new Map();
  const walk = (parent, path) => {
    for (const element of parent.children) {
      const last = element === parent.lastElementChild ? "last " : "";
      const kind = `${path}${last}${shape(element)}`, count = (seen.get(kind) ?? 0) + 1;
      seen.set(kind, count);
      if (count > 3) alike.push(element);
      else walk(element, `${path}${last}<${named(element).join(" ")}>`);
    }
  };
  walk(document.body, "");
  return alike;
}
