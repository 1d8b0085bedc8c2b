// Saved pictures: save, save as a copy, rename, share, delete. Saving a picture that has changed since shows what differs.
import { ask, send } from "./asking.js";
import { askIn, made } from "./dialogs.js";
import { stored } from "./document.js";
import { say } from "./words.js";

const ROOM = "/api/v1/saved_views";

export class Saving {
  /** `saved` is what the server returned for the opened picture, or null for one that was never saved. */
  constructor(explorer, saved) {
    this.explorer = explorer;
    this.saved = saved;
    this.kept = explorer.doc;
    this.heading = document.getElementById("explorer-name");
    addEventListener("beforeunload", (event) => {
      if (this.explorer.doc !== this.kept) event.preventDefault();
    });
    this.show();
  }

  /** Say what the picture is called, and whether it is saved as it now stands. */
  show() {
    this.heading.textContent = this.saved?.name ?? say("not_named");
    const state = this.saved === null ? "" : this.explorer.doc === this.kept ? say("saved_as_is") : say("changed_since");
    const whose = this.saved && !this.saved.mine ? ` ${say("whose", { owner: this.saved.owner })}` : "";
    document.getElementById("explorer-state").textContent = state + whose;
    for (const button of document.querySelectorAll("[data-needs=mine]")) button.hidden = !this.saved?.mine;
    for (const button of document.querySelectorAll("[data-needs=saved]")) button.hidden = this.saved === null;
  }

  /** What is on the chart now is the start: leaving loses nothing. A saved picture that the address opens through
   *  another View is not as it was saved. */
  started() {
    const { doc } = this.explorer;
    const asSaved = this.saved === null || new URLSearchParams(this.saved.picture.view).toString() === doc.view;
    this.kept = asSaved ? doc : null;
    this.show();
  }

  /** Save under the name it has, or ask for one. */
  save = () => (this.saved === null ? this.copy() : this.#save());

  async #save() {
    const { doc } = this.explorer;
    const { number, version } = this.saved;
    try {
      const answer = await send("PUT", `${ROOM}/${number}`, { version, picture: stored(doc) }, doc.view);
      this.#keep(await answer.json(), doc, say("did_save"));
    } catch (error) {
      if (error.status === 409) await this.#overtaken(error.answer);
      else this.#refused(error);
    }
  }

  /** Save it as a new picture under a name. */
  async copy() {
    const form = document.querySelector("#explorer-save form");
    form.elements.name.value = this.saved ? say("copy_of", { name: this.saved.name }) : "";
    await this.#askFor("explorer-save", async () => {
      const { doc } = this.explorer;
      const answer = await send("POST", ROOM, { name: form.elements.name.value, picture: stored(doc) }, doc.view);
      this.#keep(await answer.json(), doc, say("did_save"));
    });
  }

  async rename() {
    const form = document.querySelector("#explorer-rename form");
    form.elements.name.value = this.saved.name;
    await this.#askFor("explorer-rename", async () => {
      const answer = await send("PUT", `${ROOM}/${this.saved.number}/name`, { name: form.elements.name.value });
      this.#update(await answer.json(), say("did_rename"));
    });
  }

  async share() {
    const form = document.querySelector("#explorer-share form");
    form.elements.names.value = this.saved.shared_with.join(", ");
    form.elements.justification.value = "";
    await this.#askFor("explorer-share", async () => {
      const names = form.elements.names.value.split(/[\s,;]+/).filter(Boolean);
      const answer = await send("PUT", `${ROOM}/${this.saved.number}/readers`, { accounts: names, justification: form.elements.justification.value });
      const saved = await answer.json();
      this.#update(saved, saved.shared_with.length ? say("did_share", { names: saved.shared_with.join(", ") }) : say("did_unshare"));
    });
  }

  async remove() {
    if ((await askIn("explorer-delete")) !== "delete") return;
    await this.#attempt(async () => {
      await send("DELETE", `${ROOM}/${this.saved.number}`, {});
      this.kept = this.explorer.doc;
      location.assign("/explorer");
    });
  }

  /** It is not as it was opened: say what differs, and let the person choose. */
  async #overtaken(problem) {
    document.getElementById("explorer-overtaken-who").textContent = say("overtaken");
    const lines = [
      problem.only_there.length && say("only_there", { names: problem.only_there.join("; ") }),
      problem.only_here.length && say("only_here", { names: problem.only_here.join("; ") }),
      problem.otherwise && say("otherwise"),
    ].filter(Boolean);
    document.getElementById("explorer-overtaken-what").replaceChildren(...lines.map((line) => made("li", {}, line)));
    const chosen = await askIn("explorer-overtaken");
    if (chosen === "copy") await this.copy();
    if (chosen === "open") {
      this.kept = this.explorer.doc;
      location.assign(`/explorer?saved=${this.saved.number}`);
    }
  }

  #keep(saved, doc, words) {
    this.kept = doc;
    history.replaceState(null, "", `/explorer?${new URLSearchParams([["saved", saved.number], ...new URLSearchParams(doc.view)])}`);
    this.#update(saved, words);
  }

  #update(saved, words) {
    this.saved = { ...this.saved, ...saved };
    this.show();
    this.explorer.say(words);
  }

  /** Ask until what was typed is taken, or the question is left: a refusal is said beside what was typed. */
  async #askFor(id, work) {
    const refused = document.getElementById(`${id}-refused`);
    refused.textContent = "";
    while ((await askIn(id)) !== null) {
      try {
        return await work();
      } catch (error) {
        if (error.status === undefined) throw error;
        refused.textContent = error.message;
      }
    }
    return undefined;
  }

  async #attempt(work) {
    try {
      await work();
    } catch (error) {
      this.#refused(error);
    }
  }

  #refused(error) {
    if (error.status === undefined) throw error;
    this.explorer.attempt(() => Promise.reject(error));
  }
}

/** A saved picture as the server lets this reader see it. */
export const opened = (number, view) => ask(`${ROOM}/${number}`, {}, view);
