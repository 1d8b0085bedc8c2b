// Every command in order, each with the words for it and the document before and after: undo, redo, and going back to
// any of them are steps along this list.

const LONGEST = 300;

export class History {
  #steps = [];
  #at = 0;

  constructor(doc) {
    this.first = doc;
  }

  /** The document as it now is. */
  get doc() {
    return this.#at ? this.#steps[this.#at - 1].doc : this.first;
  }

  /** Enter a command and what was chosen when it was given. What had been undone is forgotten. A `run` of small moves of
   *  one thing counts as one command. */
  enter(words, doc, chosen, run = null) {
    const last = this.#steps[this.#at - 1];
    this.#steps.length = this.#at;
    if (run !== null && last?.run === run) this.#steps[this.#at - 1] = { words, doc, chosen, run };
    else this.#steps.push({ words, doc, chosen, run });
    if (this.#steps.length > LONGEST) this.first = this.#steps.shift().doc;
    this.#at = this.#steps.length;
  }

  /** The step that undo takes back, or that redo does again; undefined where there is none. */
  get undoable() {
    return this.#steps[this.#at - 1];
  }

  get redoable() {
    return this.#steps[this.#at];
  }

  /** All steps, and how many of them are done. */
  get steps() {
    return { all: this.#steps, done: this.#at };
  }

  /** The document after so many steps, without going there. */
  docAt(done) {
    return done ? this.#steps[done - 1].doc : this.first;
  }

  /** Begin the list here: what was done to get here cannot be undone. */
  beginHere() {
    this.first = this.doc;
    this.#steps = [];
    this.#at = 0;
  }

  /** Go to where so many steps are done. */
  go(done) {
    this.#at = Math.max(0, Math.min(done, this.#steps.length));
  }
}
