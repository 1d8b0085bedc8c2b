// The menu of a node: what can be done with it, where the mouse or the menu key asks for it.
import { address, inPath } from "./asking.js";
import * as commands from "./commands.js";
import { made } from "./dialogs.js";
import { expand } from "./expanding.js";
import { say, setting } from "./words.js";

export class Menu {
  constructor(explorer, cy) {
    this.explorer = explorer;
    this.place = document.getElementById("explorer-menu");
    cy.on("cxttap", "node", (event) => {
      const id = event.target.id();
      if (!explorer.selection.nodes.includes(id)) explorer.selection.choose([id], "picture");
      this.open(event.renderedPosition);
    });
    cy.on("tap cxttap viewport", (event) => {
      if (event.type !== "cxttap" || event.target === cy) this.close();
    });
    explorer.picture.element.addEventListener("contextmenu", (event) => event.preventDefault());
    explorer.picture.element.addEventListener("keydown", (event) => {
      if (event.key !== "ContextMenu" && !(event.key === "F10" && event.shiftKey)) return;
      const last = explorer.selection.last;
      if (last === undefined) return;
      event.preventDefault();
      this.open(cy.getElementById(last).renderedPosition());
    });
    this.place.addEventListener("keydown", (event) => this.#walk(event));
    this.place.addEventListener("focusout", (event) => {
      if (!this.place.contains(event.relatedTarget)) this.place.hidden = true;
    });
  }

  open({ x, y }) {
    this.place.replaceChildren(...this.#entries().map(([words, does]) => {
      const entry = made("button", { type: "button", role: "menuitem", tabindex: "-1" }, words);
      entry.addEventListener("click", () => {
        this.close();
        does();
      });
      return entry;
    }));
    this.place.hidden = false;
    const { clientWidth, clientHeight } = this.explorer.picture.element;
    const left = Math.max(0, Math.min(x, clientWidth - this.place.offsetWidth));
    const top = Math.max(0, Math.min(y, clientHeight - this.place.offsetHeight));
    Object.assign(this.place.style, { left: `${left}px`, top: `${top}px` });
    this.place.firstElementChild.focus();
  }

  close() {
    if (this.place.hidden) return;
    const within = this.place.contains(document.activeElement);
    this.place.hidden = true;
    if (within) this.explorer.picture.element.focus({ preventScroll: true });
  }

  #entries() {
    const { explorer } = this;
    const [only] = explorer.chosen;
    const page = explorer.chosen.length === 1 ? setting.pages[only.kind] : undefined;
    const entries = [
      [say("menu_expand"), () => expand(explorer)],
      [say("menu_hide"), () => commands.hide(explorer)],
      [say("menu_others"), () => commands.hideOthers(explorer)],
      [say("menu_pin"), () => commands.pin(explorer)],
      [say("menu_note"), () => commands.note(explorer)],
    ];
    if (commands.supposed(explorer) !== null && !only.hypothesis) entries.push([say("menu_suppose"), () => commands.suppose(explorer)]);
    if (only.kind === "group") entries.push([say("menu_ungroup"), () => commands.ungroup(explorer)]);
    if (commands.comparison(explorer) !== null) entries.push([say("menu_same"), () => commands.compare(explorer)]);
    if (page !== undefined) {
      const href = address(`/${page}/${inPath(only.id)}`, {}, explorer.doc.view);
      entries.push([say("open_page"), () => window.open(href, "_blank", "noopener")]);
    }
    return entries;
  }

  #walk(event) {
    const entries = [...this.place.children];
    const at = entries.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape" || event.key === "Tab") this.close();
    else if (to !== undefined) entries.at(to === entries.length ? 0 : to).focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
