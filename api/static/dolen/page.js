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

// The sections of a long page fold. On a phone they come folded, and so are the page's contents.
const fold = (section, folded) => {
  section.classList.toggle("dolen-foldable--folded", folded);
  const button = section.querySelector(":scope > .dolen-fold");
  const { fold: hide, unfold: show } = section.parentElement.dataset;
  button.setAttribute("aria-expanded", String(!folded));
  button.firstChild.data = folded ? show : hide;
};
for (const heading of document.querySelectorAll("[data-fold] > section > h2:first-child")) {
  const section = heading.parentElement;
  const button = document.createElement("button");
  const what = document.createElement("span");
  button.type = "button";
  button.className = "dolen-fold";
  what.className = "govuk-visually-hidden";
  what.textContent = ` ${heading.textContent.trim()}`;
  button.append("", what);
  heading.after(button);
  section.classList.add("dolen-foldable");
  button.addEventListener("click", () => fold(section, button.getAttribute("aria-expanded") === "true"));
  fold(section, matchMedia("(max-width: 640px)").matches);
}
const unfoldTarget = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const section = target?.closest(".dolen-foldable");
  if (!section) return;
  fold(section, false);
  target.scrollIntoView();
};
addEventListener("hashchange", unfoldTarget);
if (location.hash) unfoldTarget();

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
