// The parts beside the picture that only tell where it stands: buttons that can be used, hidden entities, the commands
// done so far, and the line above the picture.
import { bringBack, takeOut } from "./commands.js";
import { made } from "./dialogs.js";
import { WARNED } from "./explorer.js";
import { say } from "./words.js";

const MOST_LISTED = 100;

const byId = (id) => document.getElementById(id);

/** Replace a list of buttons: the focus moves to the one in the same place, or to the last. */
function list(id, lines) {
  const buttons = () => [...byId(id).querySelectorAll("button")];
  const at = buttons().indexOf(document.activeElement);
  byId(id).replaceChildren(...lines);
  if (at >= 0) buttons().at(Math.min(at, lines.length - 1))?.focus();
}

/** Which buttons can be used now, and what undo and redo would do. */
export function showButtons(explorer) {
  const { chosen, history } = explorer;
  const groups = chosen.some((node) => node.kind === "group");
  for (const button of document.querySelectorAll("[data-wants]")) {
    const wants = button.dataset.wants;
    button.disabled =
      (wants === "chosen" && !chosen.length) || (wants === "group" && !groups) ||
      (wants === "undo" && !history.undoable) || (wants === "redo" && !history.redoable);
  }
  byId("explorer-pin").textContent = chosen.length && chosen.every((node) => node.pinned) ? say("button_unpin") : say("button_pin");
  byId("explorer-undo").title = history.undoable ? say("would_undo", { what: history.undoable.words }) : "";
  byId("explorer-redo").title = history.redoable ? say("would_redo", { what: history.redoable.words }) : "";
}

/** What is shown, in words. */
export function showLine(explorer) {
  const { nodes, counts } = explorer.drawn;
  const parts = [say("line", { what: explorer.counted(nodes.values()) || say("nothing"), links: say("links", { n: counts.links }) })];
  if (explorer.left) parts.push(say("left", { n: explorer.left }));
  if (nodes.size > WARNED) parts.push(say("many"));
  byId("explorer-line").textContent = parts.join(" ");
}

/** What is hidden, each with a way back. */
export function showHidden(explorer) {
  const { hidden } = explorer.drawn;
  const panel = byId("explorer-hidden");
  const within = panel.contains(document.activeElement);
  byId("explorer-hidden-count").textContent = say("hidden", { n: hidden.length });
  list("explorer-hidden-list", hidden.slice(0, MOST_LISTED).map((node) => {
    const button = made("button", { type: "button", class: "dolen-link-button" }, node.label);
    button.addEventListener("click", () => bringBack(explorer, [node]));
    return made("li", {}, button);
  }));
  byId("explorer-hidden-cut").textContent = hidden.length > MOST_LISTED ? say("hidden_cut", { n: hidden.length, shown: MOST_LISTED }) : "";
  panel.hidden = !hidden.length;
  if (within && panel.hidden) explorer.picture.element.focus();
}

/** Bring all hidden entities back, or take them out. */
export function listenHidden(explorer) {
  byId("explorer-hidden-back").addEventListener("click", () => bringBack(explorer, explorer.drawn.hidden));
  byId("explorer-hidden-out").addEventListener("click", () => takeOut(explorer, explorer.drawn.hidden));
}

/** Every command, the last one marked; a click goes to where it was just done. */
export function showSteps(explorer) {
  const { all, done } = explorer.history.steps;
  const line = (words, at) => {
    const button = made("button", { type: "button", class: "dolen-link-button", "aria-current": at === done ? "step" : false }, words);
    button.addEventListener("click", () => explorer.goTo(at));
    return made("li", { class: at > done ? "explorer-step--undone" : "" }, button);
  };
  list("explorer-steps", [line(say("the_start"), 0), ...all.map((step, at) => line(step.words, at + 1))]);
}
