// What holds the focus: what it is called, whether it is marked and in the window, and whether it stands before the last.
() => {
  const held = document.activeElement;
  if (held === null || held === document.body || held === document.documentElement) return null;
  const style = getComputedStyle(held), box = held.getBoundingClientRect();
  const clear = (colour) => /^(transparent|rgba\(.*, 0\))$/.test(colour);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 && !clear(style.outlineColor);
  const shadowed = style.boxShadow !== "none" && !/rgba\([^)]*, 0\) 0px 0px 0px/.test(style.boxShadow);
  const words = held.getAttribute("aria-label") ?? (held.labels?.[0]?.innerText || held.innerText) ?? "";
  const before = window.heldBefore;
  window.heldBefore = held;
  window.heldFirst ??= held;
  return {
    id: held.id,
    tag: held.localName,
    words: words.replace(/\s+/g, " ").trim(),
    html: held.outerHTML.replace(/\s+/g, " ").slice(0, 120),
    marked: outlined || shadowed,
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    first: held === window.heldFirst,
    backwards: before?.isConnected && (before.compareDocumentPosition(held) & Node.DOCUMENT_POSITION_PRECEDING) !== 0,
  };
}
