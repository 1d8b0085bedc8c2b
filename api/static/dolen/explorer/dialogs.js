// Questions to the person, as dialogs of the browser: they hold the focus, Escape leaves them, and the focus goes back.

/** Open the dialog of this id and wait: the button that closed it by its value, or null where it was left. */
export function askIn(id) {
  const dialog = document.getElementById(id);
  return new Promise((answer) => {
    dialog.returnValue = "";
    dialog.addEventListener("close", () => answer(dialog.returnValue || null), { once: true });
    dialog.showModal();
    dialog.querySelector("[data-first]")?.focus();
  });
}

/** An element with its attributes and what stands in it; text is text, never markup. */
export function made(name, attributes = {}, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...content);
  return element;
}

/** A box to tick with its label. */
export function tick(name, value, words, ticked, ...before) {
  const box = made("input", { type: "checkbox", name, value, checked: ticked });
  return made("label", { class: "explorer-tick" }, box, ...before, made("span", {}, words));
}

/** The sign of a kind, which its words beside it say too. */
export const sign = (address) => made("img", { src: address, alt: "", width: 26, height: 26, class: "explorer-sign" });

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-leave]")) event.target.closest("dialog").close();
});
