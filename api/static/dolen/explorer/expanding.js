// Adding to the picture: what is named beside an entity, with counts by kind first, and what is looked up by name.
import { ask } from "./asking.js";
import { added } from "./document.js";
import { askIn, made, sign, tick } from "./dialogs.js";
import { AT_FIRST, MOST, WARNED } from "./explorer.js";
import { neighboursOf, onlyAtWork } from "./knowledge.js";
import { countedKinds, kindsOf, say, setting } from "./words.js";

const MOST_AT_ONCE = 10;
const OFFERED = 20;

/** Show how many of each kind are named beside what is chosen, and add those that the person picks. */
export async function expand(explorer) {
  const chosen = explorer.chosen.flatMap((node) => (node.kind === "group" ? node.members : node.kind === "note" ? [] : [node]));
  if (!chosen.length) return explorer.say(say("choose_first"));
  if (chosen.length > MOST_AT_ONCE) return explorer.say(say("expand_fewer", { n: MOST_AT_ONCE }));
  let answers;
  const view = explorer.doc.view;
  const came = await explorer.attempt(async () => {
    answers = await Promise.all(chosen.map((node) => neighboursOf(node.id, view)));
  });
  if (!came) return undefined;
  const fresh = freshIn(explorer, answers);
  const name = chosen.length === 1 ? chosen[0].label : say("several", { n: chosen.length });
  if (!fresh.length) return explorer.say(say("nothing_more", { name }));
  const picked = await pick(explorer, name, answers, fresh);
  if (picked === null || !picked.length) return undefined;
  explorer.left = 0;
  const words = say("did_add", { what: countedKinds(kindsOf(picked.map((each) => each.entity))) });
  return explorer.carryOut(words, (doc) => added(doc, picked.map((each) => each.entity.id)));
}

/** Neighbours that are not on the screen, those with most items first; none twice. */
function freshIn(explorer, answers) {
  const found = new Map();
  for (const answer of answers)
    for (const each of answer.neighbours)
      if (!isShown(explorer, each.entity.id)) {
        const before = found.get(each.entity.id);
        if (before === undefined || before.items.length < each.items.length) found.set(each.entity.id, each);
      }
  return [...found.values()].sort((one, other) => other.items.length - one.items.length);
}

const isShown = (explorer, id) =>
  explorer.doc.ids.some((each) => each === id || explorer.knowledge.entityOf(each)?.id === id) && !explorer.doc.hidden.includes(id);

async function pick(explorer, name, answers, fresh) {
  const form = document.querySelector("#explorer-expand form");
  const kinds = kindsOf(fresh.map((each) => each.entity));
  const atWork = fresh.filter(onlyAtWork).length;
  const shown = explorer.drawn.nodes.size;
  document.getElementById("explorer-expand-title").textContent = say("expand_title", { name });
  document.getElementById("explorer-expand-counts").textContent = say("expand_counts", {
    total: countedKinds(kindsOf(answers.flatMap((answer) => answer.neighbours.map((each) => each.entity)))),
    n: fresh.length,
  });
  document.getElementById("explorer-expand-cut").textContent = answers.some((answer) => answer.total > answer.shown) ? say("expand_cut") : "";
  document.getElementById("explorer-expand-kinds").replaceChildren(
    ...setting.kinds.filter((kind) => kinds[kind]).map((kind) =>
      tick("kind", kind, `${setting.kindNames[kind]}: ${kinds[kind]}`, true, sign(setting.icons[kind]))),
    ...(atWork ? [tick("work", "", say("expand_work", { n: atWork }), true)] : []),
  );
  form.elements.most.value = Math.max(1, Math.min(fresh.length, Math.max(AT_FIRST - shown, 25)));
  form.elements.most.max = MOST;
  const update = () => told(form, fresh, shown, explorer.doc.ids.length);
  form.addEventListener("input", update);
  update();
  const answer = await askIn("explorer-expand");
  form.removeEventListener("input", update);
  return answer === null ? null : pickedIn(form, fresh);
}

function pickedIn(form, fresh) {
  const kinds = [...form.querySelectorAll("input[name=kind]:checked")].map((box) => box.value);
  const withoutWork = form.elements.work?.checked ?? false;
  const wanted = fresh.filter((each) => kinds.includes(each.entity.kind) && !(withoutWork && onlyAtWork(each)));
  return wanted.slice(0, Number(form.elements.most.value) || 0);
}

function told(form, fresh, shown, held) {
  const picked = pickedIn(form, fresh);
  const then = shown + picked.length;
  const tooMany = held + picked.length > MOST;
  const warned = tooMany ? say("too_many", { most: MOST }) : then > WARNED ? say("many") : "";
  document.getElementById("explorer-expand-then").textContent = `${say("expand_then", { n: picked.length, then })} ${warned}`;
  form.querySelector("button[value=add]").disabled = !picked.length || tooMany;
}

/** Begin a picture with these entities: one, two or three bring those named beside them along, up to a readable few. */
export async function begin(explorer, ids, beside) {
  let brought = [];
  if (ids.length <= 3) {
    const came = await explorer.attempt(async () => {
      const answers = await Promise.all(ids.map((id) => neighboursOf(id, explorer.doc.view)));
      const all = freshIn(explorer, answers).filter((each) => !onlyAtWork(each));
      brought = all.slice(0, beside).map((each) => each.entity.id);
      explorer.left = all.length - brought.length;
    });
    if (!came) return;
  }
  await explorer.carryOut(say("did_begin"), (doc) => added(doc, [...ids, ...brought]));
}

/** Search for an entity by what is known of it, and add it; several are offered to choose from, with why each fits. */
export class Adding {
  constructor(explorer) {
    this.explorer = explorer;
    this.form = document.getElementById("explorer-add");
    this.found = document.getElementById("explorer-found");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#look(this.form.elements.text.value.trim());
    });
    this.found.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button !== null) this.#add(this.offered[Number(button.value)]);
    });
    this.found.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.found.replaceChildren();
      this.form.elements.text.focus();
    });
  }

  async #look(text) {
    if (!text) return;
    await this.explorer.attempt(async () => {
      const found = await ask("/api/v1/search", { text, kinds: setting.kinds, limit: OFFERED }, this.explorer.doc.view);
      this.offered = found.hits;
      if (found.total === 1) return this.#add(found.hits[0]);
      this.found.replaceChildren(...found.hits.map((hit, at) => this.#offer(hit, at)));
      this.explorer.say(this.#told(found, text));
      this.found.querySelector("button")?.focus();
      return undefined;
    });
  }

  #told(found, text) {
    if (!found.understood.length) return say("found_too_little");
    if (!found.hits.length) return say("found_none", { text });
    return say(found.total > found.shown || found.at_least ? "found_cut" : "found_several", { n: found.shown });
  }

  #offer(hit, at) {
    const words = `${setting.kindNames[hit.kind]}: ${hit.label} ${hit.refs.join(", ")}`;
    const button = made("button", { type: "button", class: "dolen-link-button", value: at }, words);
    return made("li", {}, button, made("span", { class: "dolen-quiet" }, ` ${hit.why.join("; ")}`));
  }

  /** Add what was found, and say why it fits: it need not be called what was typed. */
  async #add(entity) {
    this.found.replaceChildren();
    this.form.reset();
    const { explorer } = this;
    const words = say("did_add_found", { what: entity.label, why: entity.why.join("; ") });
    if (!isShown(explorer, entity.id)) await explorer.carryOut(words, (doc) => added(doc, [entity.id]));
    if (explorer.drawn.nodes.has(entity.id)) explorer.selection.choose([entity.id]);
    explorer.picture.reveal(entity.id);
    this.form.elements.text.focus();
  }
}
