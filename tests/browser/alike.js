// `known` counts, by kind, what was looked at on earlier pages; without it, of this page alone. Gives what is alike, and
// the counts with those of this page.
//
// Elements that are like three before them, under parents of the same kinds, in all that a template does not fill in:
// what holds of one of a kind holds of each. The last under its parent is a kind of its own, since a style may draw it
// otherwise. The kinds are those of markup.py, in the page as it is now; that ids are said once, and that what is named
// is there, is looked at on the whole page (markup.wrong_ids).
(known) => {
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
  const digest = (text) => {
    let one = 0xdeadbeef, two = 0x41c6ce57;
    for (let at = 0; at < text.length; at++) {
      one = Math.imul(one ^ text.charCodeAt(at), 2654435761);
      two = Math.imul(two ^ text.charCodeAt(at), 1597334677);
    }
    return `${(one >>> 0).toString(36)}${(two >>> 0).toString(36)}`;
  };
  const styles = [...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href"));
  const start = digest(`${styles.join()}${document.documentElement.className} ${document.body.className}`);
  const alike = [], seen = new Map(Object.entries(known ?? {}));
  const walk = (parent, path) => {
    for (const element of parent.children) {
      const last = element === parent.lastElementChild ? "last " : "";
      const kind = digest(`${path}${last}${shape(element)}`), count = (seen.get(kind) ?? 0) + 1;
      seen.set(kind, Math.min(count, 4));
      if (count > 3) alike.push(element);
      else walk(element, `${path}${last}<${named(element).join(" ")}>`);
    }
  };
  walk(document.body, start);
  return { alike, seen: Object.fromEntries(seen) };
}
