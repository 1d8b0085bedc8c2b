// The View: its bar at the top of the page reloads what is known of the picture instead of the page, as a command that
// can be undone like any other, and says what is no longer counted.
import { viewed } from "./document.js";
import { say, setting } from "./words.js";

const options = (pairs) => {
  const query = new URLSearchParams();
  for (const [name, value] of pairs) if (setting.viewNames.includes(name) && value !== "") query.append(name, value);
  return query.toString();
};

/** The View that the address asks for. */
export const viewInAddress = () => options(new URLSearchParams(location.search));

export class Viewing {
  #shown;

  constructor(explorer) {
    this.explorer = explorer;
    this.#shown = viewInAddress(); // as the page was written; a saved picture may bring its own View
    document.addEventListener("submit", (event) => {
      if (!event.target.matches(".dolen-view__form")) return;
      event.preventDefault();
      this.#look(options(new FormData(event.target)));
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a.dolen-view__all, #explorer-items a");
      if (link === null || new URL(link.href).pathname !== "/explorer") return;
      event.preventDefault();
      this.#look(options(new URL(link.href).searchParams));
    });
  }

  #look(view) {
    if (view !== this.explorer.doc.view) this.explorer.carryOut(say("did_view"), (doc) => viewed(doc, view));
  }

  /** Let the bar and the address say the View that the picture is looked at through. */
  async show() {
    const { view } = this.explorer.doc;
    if (view === this.#shown) return;
    this.#shown = view;
    const kept = [...new URLSearchParams(location.search)].filter(([name]) => !setting.viewNames.includes(name));
    history.replaceState(null, "", `/explorer?${new URLSearchParams([...kept, ...new URLSearchParams(view)])}`);
    const answer = await fetch(`/explorer?${view}`);
    if (!answer.ok || view !== this.explorer.doc.view) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const inBar = document.activeElement?.closest(".dolen-view") !== null;
    for (const part of [".dolen-header", ".dolen-foot p"]) document.querySelector(part).replaceWith(page.querySelector(part));
    if (inBar) document.querySelector(".dolen-view summary").focus();
  }
}
