// How two entities are connected: the shortest chains between them, of which the person draws one in.
import { ask } from "./asking.js";
import { added } from "./document.js";
import { askIn, made } from "./dialogs.js";
import { say, setting, strengthWord } from "./words.js";

const PEOPLE = ["child", "adult", "person"];

export class Paths {
  #paths = [];

  constructor(explorer) {
    this.explorer = explorer;
    this.form = document.querySelector("#explorer-path form");
    this.list = document.getElementById("explorer-path-found");
    this.said = document.getElementById("explorer-path-said");
    this.draw = this.form.querySelector("button[value=draw]");
    this.form.querySelector("button[name=find]").addEventListener("click", () => this.#find());
    for (const name of ["start", "end", "longest", "through"]) this.form.elements[name].addEventListener("change", () => this.#clear());
  }

  /** Ask for two ends, show the chains between them, and draw in the one that is picked. */
  async open() {
    const nodes = [...this.explorer.drawn.nodes.values()].filter((node) => node.kind !== "group" && node.kind !== "note");
    if (nodes.length < 2) return this.explorer.say(say("path_two"));
    nodes.sort((one, other) => one.label.localeCompare(other.label));
    const [start, end] = this.explorer.selection.nodes.slice(-2);
    for (const [name, chosen] of [["start", start], ["end", end]]) {
      const options = nodes.map((node) => made("option", { value: node.id, selected: node.id === chosen }, [node.label, ...node.refs.slice(0, 1)].join(" · ")));
      this.form.elements[name].replaceChildren(made("option", { value: "" }, say("path_choose")), ...options);
    }
    this.#clear();
    if (start !== undefined && end !== undefined) this.#find();
    if ((await askIn("explorer-path")) !== "draw") return undefined;
    return this.#drawIn(this.#paths[Number(new FormData(this.form).get("path"))]);
  }

  async #find() {
    const { start, end, longest, through } = this.form.elements;
    this.#clear();
    if (!start.value || !end.value || start.value === end.value) {
      this.said.textContent = say("path_two");
      return;
    }
    this.said.textContent = say("path_looking");
    const given = { start: start.value, end: end.value, longest: longest.value, limit: 10, ...(through.value === "people" ? { kinds: PEOPLE } : {}) };
    try {
      this.#show(await ask("/api/v1/paths", given, this.explorer.doc.view), longest.value);
    } catch (error) {
      if (error.status === undefined) throw error;
      this.said.textContent = error.message;
    }
  }

  #show(found, longest) {
    this.#paths = found.avoiding ? [...found.paths, found.avoiding] : found.paths;
    const total = (found.at_least ? say("at_least") : "") + found.total;
    this.said.textContent = found.length === null
      ? say("path_none", { longest })
      : say("path_found", { n: found.length, shown: found.shown, total });
    this.list.replaceChildren(...this.#paths.map((path, at) => chain(path, at, at === found.paths.length ? say("path_avoiding") : "")));
    this.draw.disabled = !found.paths.length;
  }

  #clear() {
    this.#paths = [];
    this.list.replaceChildren();
    this.said.textContent = "";
    this.draw.disabled = true;
  }

  async #drawIn(path) {
    const { explorer } = this;
    const ids = path.entities.map((entity) => entity.id);
    const ends = { start: path.entities[0].label, end: path.entities.at(-1).label };
    await explorer.carryOut(say("did_path", ends), (doc) => added(doc, ids));
    explorer.selection.choose(ids.filter((id) => explorer.drawn.nodes.has(id)));
    explorer.picture.markPath(ids.slice(1).map((id, at) => [ids[at], id].sort().join(" ")));
  }
}

/** What items call a step, an arrow before what runs the other way: `called, `. */
function called(hop) {
  const back = hop.back.filter((each) => !hop.relations.includes(each)).map((each) => `← ${setting.relations[each]}`);
  return [...hop.relations.map((each) => setting.relations[each]), ...back].map((word) => `${word}, `).join("");
}

function chain(path, at, before) {
  const shared = new Map(path.common.map((place) => [place.id, place.children]));
  const steps = path.entities.map((entity, step) => {
    const hop = path.hops[step];
    const name = shared.has(entity.id) ? say("path_common", { name: entity.label, n: shared.get(entity.id) }) : entity.label;
    return hop === undefined ? name : `${name} — ${called(hop)}${say("items_short", { n: hop.items.length })} — `;
  });
  const radio = made("input", { type: "radio", name: "path", value: at, checked: at === 0 });
  return made("li", {}, made("label", { class: "explorer-tick" }, radio, made("span", {}, before, steps.join(""), made("span", { class: "dolen-quiet" }, ` ${strengthWord(path.strength)}`))));
}
