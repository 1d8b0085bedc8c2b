// What every page needs: the design system's components, and closing what was opened by Escape.
import { initAll } from "/static/vendor/govuk-frontend.js";

initAll();

// Escape closes the nearest open part and puts the focus back where it was opened from.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.activeElement?.closest("details[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary")?.focus();
  }
});

// A page that is made to be printed offers it, where scripts work.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// What is replaced while somebody is in it gives the focus to what it was opened by: it would be lost with what goes.
const keepFocus = (part) => {
  if (part.contains(document.activeElement)) part.closest("details")?.querySelector("summary")?.focus();
};
document.addEventListener("htmx:beforeSwap", (event) => keepFocus(event.detail.target));

// What a part of the page was asked for and did not arrive is said there, not swallowed.
const say = (part, words) => {
  keepFocus(part);
  part.textContent = words;
};
document.addEventListener("htmx:responseError", (event) =>
  say(event.detail.target, "This could not be shown. Reload the page, and sign in again if asked."));
document.addEventListener("htmx:sendError", (event) =>
  say(event.detail.target, "Dolen does not answer. Check that it is running, and try again."));
