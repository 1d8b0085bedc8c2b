// One picture being worked on: its commands, what is known of it, what is chosen, and what of it is on the screen.
// Everything that changes the picture goes through `carryOut`, and so can be undone; one command at a time, in the order in
// which they were given, since the server may be asked in between.
import { arrangedAfar, isLarge } from "./arranging.js";
import { empty, moved } from "./document.js";
import { draw } from "./drawn.js";
import { History } from "./history.js";
import { Knowledge } from "./knowledge.js";
import { beside } from "./placing.js";
import { Selection } from "./selection.js";
import { countedKinds, kindsOf, say } from "./words.js";

export const MOST = 2000;
export const AT_FIRST = 500;
export const WARNED = 1000;

export class Explorer {
  knowledge = new Knowledge();
  selection = new Selection();
  /** How many are named beside what the picture began with and were not brought along. */
  left = 0;
  /** What the last command brought to the screen, by id. */
  fresh = [];
  #watching = [];
  #busy = 0;
  #last = Promise.resolve();

  constructor(doc) {
    this.history = new History(doc);
    this.drawn = draw(empty(doc.view), this.knowledge);
  }

  get doc() {
    return this.history.doc;
  }

  /** The chosen nodes, as they are drawn. */
  get chosen() {
    return this.selection.nodes.map((id) => this.drawn.nodes.get(id)).filter((node) => node !== undefined);
  }

  /** Call this with the explorer whenever the screen is to change. */
  watched(watcher) {
    this.#watching.push(watcher);
  }

  /** Do a command: `words` say what it did, `change` makes the next document from the one that it finds. Gives whether it
   *  was done. `run`: see `History.enter`. */
  async carryOut(words, change, { run = null } = {}) {
    const chosen = this.selection.nodes;
    return this.#inTurn(async () => {
      const before = this.doc;
      const doc = await change(before);
      await this.knowledge.learn(doc.ids, doc.view);
      this.history.enter(words, await this.#settled(doc), chosen, run);
      this.#redraw();
      this.#sayAfter(words, before);
    });
  }

  /** Take the last command back. */
  undo = () => this.#go("undone", ({ steps, undoable }) => [steps.done - 1, undoable]);

  /** Do again what was taken back. */
  redo = () => this.#go("done_again", ({ steps, redoable }) => [steps.done + 1, redoable]);

  /** Go back, or forth, to where so many commands are done. */
  goTo = (done) => this.#go("went_to", ({ steps }) => [done, done ? steps.all[done - 1] : { words: say("the_start") }]);

  /** Go along the list: `where` gives how many commands are then done, and the one to speak of, once it is its turn. */
  async #go(how, where) {
    await this.#inTurn(async () => {
      const [done, step] = where(this.history);
      if (step === undefined) {
        this.say(say(how === "undone" ? "nothing_to_undo" : "nothing_to_redo"));
        return;
      }
      const before = this.doc;
      const doc = this.history.docAt(done);
      await this.knowledge.learn(doc.ids, doc.view);
      this.history.go(done);
      this.#redraw();
      if (how === "undone") this.selection.choose(step.chosen.filter((id) => this.drawn.nodes.has(id)));
      this.#sayAfter(say(how, { what: step.words }), before);
    });
  }

  /** Say something to everybody, and aloud to those who do not see the screen. */
  say(words) {
    document.getElementById("explorer-said").textContent = words;
  }

  /** Do something that asks the server; what it refuses is said, and nothing is changed. */
  async attempt(work) {
    return this.#attempt(work);
  }

  /** Work on the document once what was asked for before is done: each begins from what the last one left. */
  #inTurn(work) {
    const before = this.#last;
    const done = this.#attempt(async () => {
      await before;
      await work();
    });
    this.#last = done.catch(() => undefined); // an error is shown where it occurred; the next command goes on
    return done;
  }

  async #attempt(work) {
    const stage = document.getElementById("explorer");
    const place = document.getElementById("explorer-refused");
    place.hidden = true; // now and not when it is done: what is refused meanwhile stays to be read
    stage.setAttribute("aria-busy", "true");
    this.#busy += 1;
    try {
      await work();
      return true;
    } catch (error) {
      if (error.status === undefined) throw error;
      place.textContent = error.message;
      place.hidden = false;
      return false;
    } finally {
      this.#busy -= 1;
      if (this.#busy === 0) stage.removeAttribute("aria-busy");
    }
  }

  /** A document in which everything on the screen has a place: beside what it is linked with, or, where nothing had a
   *  place before, arranged as a whole. */
  async #settled(doc) {
    const drawn = draw(doc, this.knowledge);
    const fresh = [...drawn.nodes.values()].filter((node) => !node.place);
    if (!fresh.length) return doc;
    const wholly = fresh.length === drawn.nodes.size && fresh.length > 1;
    if (wholly && isLarge(drawn)) return moved(doc, await arrangedAfar(drawn));
    const placed = moved(doc, beside(drawn.nodes, drawn.links));
    if (!wholly) return placed;
    this.picture.show(draw(placed, this.knowledge));
    return moved(placed, this.picture.arranged());
  }

  /** Where everything on the screen would stand if it were arranged; what is pinned stays. */
  async arranged() {
    return isLarge(this.drawn) ? arrangedAfar(this.drawn) : this.picture.arranged();
  }

  #redraw() {
    const before = this.drawn.nodes;
    this.drawn = draw(this.doc, this.knowledge);
    this.fresh = before.size ? [...this.drawn.nodes.keys()].filter((id) => !before.has(id)) : [];
    for (const id of this.fresh) this.drawn.nodes.get(id).fresh = true;
    this.selection.keepTo(this.drawn);
    for (const watcher of this.#watching) watcher(this);
  }

  #sayAfter(words, before) {
    const shown = say("now_shown", { n: this.drawn.counts.nodes, links: this.drawn.counts.links });
    const gone = before.view === this.doc.view ? "" : this.#gone(before);
    this.say([words, gone, shown].filter(Boolean).join(" "));
  }

  /** What another View no longer counts, by name where it is not too much. */
  #gone(before) {
    const gone = [...new Set(before.ids)].filter((id) => this.doc.ids.includes(id) && this.knowledge.entityOf(id) === undefined);
    if (!gone.length) return say("nothing_gone");
    const names = gone.map((id) => this.knowledge.names.get(id)).filter(Boolean);
    return say("gone", { n: gone.length, names: names.slice(0, 8).join("; ") + (names.length > 8 ? "…" : "") });
  }

  /** `3 adults and 1 phone`, of some nodes. */
  counted = (nodes) => countedKinds(kindsOf(nodes));
}
