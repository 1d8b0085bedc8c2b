// The same chart as a timeline or as a grid of places. The server draws it and writes its tables from what is on the
// screen, and asks for every name and item again through the reader's View, as for an export.
import { send } from "./asking.js";
import { onScreen } from "./exporting.js";
import { say } from "./words.js";

const byId = (id) => document.getElementById(id);

export class Views {
  name = "network";
  #shown = null;

  constructor(explorer) {
    this.explorer = explorer;
    this.place = byId("explorer-view");
  }

  /** See the chart as a network, a timeline or a grid of places. */
  async see(name) {
    this.name = name;
    for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === name));
    byId("explorer").classList.toggle("explorer--viewing", name !== "network");
    this.place.hidden = name === "network";
    if (name === "network") return this.explorer.picture.fit();
    await this.show();
    if (this.name === name) this.explorer.say(say(`seen_${name}`));
    return undefined;
  }

  /** Draw the view again where what is on the screen differs from what it was drawn of. */
  async show() {
    const { explorer, name } = this;
    if (name === "network") return;
    if (!explorer.drawn.nodes.size) {
      this.#shown = null;
      this.place.replaceChildren(say("nothing_here"));
      return;
    }
    const what = onScreen(explorer, say("untitled", { n: explorer.drawn.nodes.size }));
    const shown = JSON.stringify([name, what, explorer.doc.view]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const done = await explorer.attempt(async () => {
      const markup = await (await send("POST", `/explorer/view/${name}`, what, explorer.doc.view)).text();
      if (this.#shown === shown) window.htmx.swap(this.place, markup, { swapStyle: "innerHTML" });
    });
    if (!done && this.#shown === shown) this.#shown = null;
  }
}
