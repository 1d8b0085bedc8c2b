// Choosing several at once: by kind or as neighbours of what is chosen, by keyboard alone; or by drawing round them.
import { askIn, made } from "./dialogs.js";
import { countedKinds, say, setting } from "./words.js";

/** Ask which are to be chosen: those linked with what is chosen, or all of a kind. */
export async function choose(explorer) {
  const { drawn, selection } = explorer;
  const form = document.querySelector("#explorer-choose form");
  const offered = new Map([["linked", linkedWith(drawn, selection.nodes)]]);
  for (const kind of [...setting.kinds, "group", "note"]) offered.set(kind, ofKind(drawn, kind));
  const some = [...offered].filter(([, ids]) => ids.length);
  if (!some.length) return explorer.say(say("nothing_to_choose"));
  document.getElementById("explorer-choose-which").replaceChildren(...some.map(([which, ids], at) => choice(which, ids.length, at === 0)));
  form.elements.more.checked = false;
  form.elements.more.disabled = !selection.nodes.length;
  if ((await askIn("explorer-choose")) === null) return undefined;
  const ids = offered.get(new FormData(form).get("which"));
  return chosenNow(explorer, ids, form.elements.more.checked);
}

/** Choose what is linked with what is chosen, beside it. */
export function chooseLinked(explorer) {
  const { drawn, selection } = explorer;
  if (!selection.nodes.length) return explorer.say(say("choose_first"));
  return chosenNow(explorer, linkedWith(drawn, selection.nodes), true);
}

function chosenNow(explorer, ids, more) {
  const { selection } = explorer;
  selection.choose(more ? [...new Set([...selection.nodes, ...ids])] : ids);
  explorer.say(say("chosen_several", { what: explorer.counted(explorer.chosen) || say("nothing") }));
}

const choice = (which, n, first) =>
  made("label", { class: "explorer-tick" },
    made("input", { type: "radio", name: "which", value: which, checked: first, "data-first": first }),
    made("span", {}, which === "linked" ? say("choose_linked", { n }) : countedKinds({ [which]: n })));

const ofKind = (drawn, kind) => [...drawn.nodes.values()].filter((node) => node.kind === kind).map((node) => node.id);

function linkedWith(drawn, chosen) {
  const from = new Set(chosen);
  const found = new Set();
  for (const { start, end } of drawn.links.values()) {
    if (from.has(start) && !from.has(end)) found.add(end);
    if (from.has(end) && !from.has(start)) found.add(start);
  }
  return [...found];
}

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Finding by a part of a name or reference in what is shown: nothing is asked of the server. */
export class Finding {
  constructor(explorer) {
    const form = document.getElementById("explorer-find");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const wanted = folded(form.elements.text.value.trim());
      if (!wanted) return;
      const found = [...explorer.drawn.nodes.values()].filter((node) =>
        [node.label, ...node.refs, ...(node.members ?? []).map((member) => member.label)].some((text) => folded(text).includes(wanted)));
      explorer.selection.choose(found.map((node) => node.id));
      if (found.length) explorer.picture.reveal(found[0].id);
      explorer.say(found.length ? say("chosen_several", { what: explorer.counted(found) }) : say("not_in_chart", { text: form.elements.text.value.trim() }));
    });
  }
}

const LEAST = 8;

/** Drawing round nodes with the pointer chooses them. It lies over the picture while it is wanted, and is used once. */
export class Lasso {
  #points = [];

  constructor(explorer) {
    this.explorer = explorer;
    this.layer = document.getElementById("explorer-lasso");
    this.line = this.layer.querySelector("polygon");
    this.button = document.querySelector('button[data-does="lasso"]');
    this.layer.addEventListener("pointerdown", (event) => this.#begin(event));
    this.layer.addEventListener("pointermove", (event) => this.#go(event));
    this.layer.addEventListener("pointerup", (event) => this.#end(event));
    this.layer.addEventListener("pointercancel", () => this.#put(false));
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.#wanted && this.#put(false));
  }

  /** Lay it over the picture, or take it away again. */
  toggle = () => {
    this.#put(!this.#wanted);
    this.explorer.say(say(this.#wanted ? "lasso_on" : "lasso_off"));
  };

  get #wanted() {
    return !this.layer.classList.contains("explorer-lasso--away");
  }

  #put(wanted) {
    this.#points = [];
    this.line.setAttribute("points", "");
    this.layer.classList.toggle("explorer-lasso--away", !wanted);
    this.button.setAttribute("aria-pressed", String(wanted));
  }

  #begin(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.layer.setPointerCapture(event.pointerId);
    this.#points = [this.#at(event)];
  }

  #go(event) {
    if (!this.#points.length) return;
    this.#points.push(this.#at(event));
    this.line.setAttribute("points", this.#points.map((point) => point.join(",")).join(" "));
  }

  #end(event) {
    const points = this.#points;
    if (points.length < LEAST) return this.#put(true);
    const { picture } = this.explorer;
    chosenNow(this.explorer, picture.within(points), event.shiftKey);
    this.#put(false);
    picture.element.focus({ preventScroll: true });
    return undefined;
  }

  #at(event) {
    const box = this.layer.getBoundingClientRect();
    return [Math.round(event.clientX - box.left), Math.round(event.clientY - box.top)];
  }
}
