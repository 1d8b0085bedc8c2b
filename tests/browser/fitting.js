// What does not fit into the window as it is now, in words, at most a dozen of it.
() => {
  const wrong = [], edge = document.documentElement.clientWidth;
  const open = document.querySelector("dialog[open]") ?? document.body;
  const told = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 120);
  const seen = (element) =>
    open.contains(element) && element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    element.closest(".govuk-visually-hidden, .govuk-skip-link, .dolen-table thead") === null;
  const around = (element) => {
    const found = [];
    for (let at = element.parentElement; at && at !== document.documentElement; at = at.parentElement) found.push(at);
    return found;
  };
  const clip = (box, outer) => ({
    left: Math.max(box.left, outer.left), right: Math.min(box.right, outer.right),
    top: Math.max(box.top, outer.top), bottom: Math.min(box.bottom, outer.bottom),
  });
  const some = (box) => box.right - box.left > 1 && box.bottom - box.top > 1;
  const over = (one, other) => {
    const both = clip(one, other);
    return both.right - both.left > 2 && both.bottom - both.top > 3;
  };
  // A box as far as what scrolls around it lets it be seen; and whether it is cut by what does not scroll.
  const shown = (element, box) => {
    let rest = { left: box.left, right: box.right, top: box.top, bottom: box.bottom }, cut = false, scrolls = false;
    for (const outer of around(element)) {
      const { overflowX } = getComputedStyle(outer);
      if (overflowX === "visible") continue;
      const frame = outer.getBoundingClientRect();
      if (overflowX === "auto" || overflowX === "scroll") scrolls = true;
      else if (!scrolls && (rest.right > frame.right + 1 || rest.left < frame.left - 1)) cut = true;
      rest = clip(rest, frame);
    }
    if (!scrolls && (box.right > edge + 1 || box.left < -1)) cut = true;
    return { rest, cut };
  };

  const wide = document.documentElement.scrollWidth;
  if (wide > edge) wrong.push(`the page is ${wide} pixels wide in a window of ${edge}`);
  const boxes = [];
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  for (const element of document.querySelectorAll(controls)) {
    if (!seen(element)) continue;
    for (const box of element.getClientRects()) {
      const { rest, cut } = shown(element, box);
      if (cut && some(box)) wrong.push(`cut off: ${told(element)}`);
      if (some(rest)) boxes.push({ element, rest });
    }
    if (element.matches("select") && element.scrollWidth > element.clientWidth + 1)
      wrong.push(`its words do not fit: ${told(element)}`);
  }
  boxes.sort((one, other) => one.rest.top - other.rest.top);
  for (const [at, one] of boxes.entries())
    for (let next = at + 1; next < boxes.length && boxes[next].rest.top < one.rest.bottom; next += 1) {
      const other = boxes[next];
      if (!one.element.contains(other.element) && !other.element.contains(one.element) && over(one.rest, other.rest))
        wrong.push(`one over the other: ${told(one.element)} and ${told(other.element)}`);
    }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (text.data.trim() === "" || element.closest("script, style, noscript, datalist, option") || !seen(element))
      continue;
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      const { rest, cut } = shown(element, box);
      const button = element.closest("button, .govuk-button")?.getBoundingClientRect();
      if (button && (box.right > button.right + 1 || box.bottom > button.bottom + 1))
        wrong.push(`its words do not fit: ${told(element)}`);
      if (cut && some(box)) wrong.push(`words cut off: ${text.data.trim().slice(0, 80)}`);
      if (!some(rest)) continue;
      const hit = boxes.find((each) => !each.element.contains(element) && over(each.rest, rest));
      if (hit) wrong.push(`words “${text.data.trim().slice(0, 60)}” over ${told(hit.element)}`);
    }
  }
  return [...new Set(wrong)].slice(0, 12);
}
