// Adding to the picture: what is named beside an entity, with counts by kind first, and what is looked up by name.
import { ask } from "./asking.js";
import { added, grouped, newId } from "./document.js";
import { askIn, made, sign, tick } from "./dialogs.js";
import { AT_FIRST, MOST, WARNED } from "./explorer.js";
import { neighboursOf, onlyAtWork } from "./knowledge.js";
import { countedKinds, kindsOf, say, setting } from "./words.js";

const MOST_AT_ONCE = 10;
const OFFERED = 20;
/** Members of a group that a first picture folds; the rest are named when it is expanded. */
const MOST_FOLDED = 30;

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
  const beside = besideAny(answers);
  const fresh = freshIn(explorer, beside);
  const name = chosen.length === 1 ? chosen[0].label : say("several", { n: chosen.length });
  if (!fresh.length) return explorer.say(say("nothing_more", { name }));
  const picked = await pick(explorer, name, { beside, fresh, cut: answers.some((answer) => answer.total > answer.shown) });
  if (picked === null || !picked.length) return undefined;
  explorer.left = 0;
  const words = say("did_add", { what: countedKinds(kindsOf(picked.map((each) => each.entity))) });
  return explorer.carryOut(words, (doc) => added(doc, picked.flatMap((each) => idsOf(explorer, each.entity.id))));
}

/** Neighbours of any that were asked about, those with most items first; none twice. */
function besideAny(answers) {
  const found = new Map();
  for (const answer of answers)
    for (const each of answer.neighbours) {
      const before = found.get(each.entity.id);
      if (before === undefined || before.items.length < each.items.length) found.set(each.entity.id, each);
    }
  return [...found.values()].sort((one, other) => other.items.length - one.items.length);
}

/** Those of them that are not in the picture, or hidden there. */
const freshIn = (explorer, beside) => beside.filter((each) => !isShown(explorer, each.entity.id));

/** What the picture calls an entity, which may be by others of its records; none where it is not in the picture. */
const heldAs = ({ doc, knowledge }, id) => doc.ids.filter((each) => each === id || knowledge.entityOf(each)?.id === id);

/** What an entity is added by: as the picture calls it already, so that it is not hidden by any of its records. */
function idsOf(explorer, id) {
  const held = heldAs(explorer, id);
  return held.length ? held : [id];
}

function isShown(explorer, id) {
  const held = heldAs(explorer, id);
  return held.length > 0 && !held.some((each) => explorer.doc.hidden.includes(each));
}

async function pick(explorer, name, { beside, fresh, cut }) {
  const form = document.querySelector("#explorer-expand form");
  const kinds = kindsOf(fresh.map((each) => each.entity));
  const atWork = fresh.filter(onlyAtWork).length;
  document.getElementById("explorer-expand-title").textContent = say("expand_title", { name });
  document.getElementById("explorer-expand-counts").textContent = say("expand_counts", {
    total: countedKinds(kindsOf(beside.map((each) => each.entity))),
    n: fresh.length,
  });
  document.getElementById("explorer-expand-cut").textContent = cut ? say("expand_cut") : "";
  document.getElementById("explorer-expand-kinds").replaceChildren(
    ...setting.kinds.filter((kind) => kinds[kind]).map((kind) =>
      tick("kind", kind, `${setting.kindNames[kind]}: ${kinds[kind]}`, true, sign(setting.icons[kind]))),
    ...(atWork ? [tick("work", "", say("expand_work", { n: atWork }), true)] : []),
  );
  form.elements.most.value = Math.max(1, Math.min(fresh.length, Math.max(AT_FIRST - explorer.drawn.nodes.size, 25)));
  form.elements.most.max = MOST;
  const update = () => describe(form, fresh, explorer);
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

function describe(form, fresh, { doc, drawn }) {
  const picked = pickedIn(form, fresh);
  const filtered = picked.filter((each) => doc.filters.kinds.includes(each.entity.kind)).length;
  const then = drawn.nodes.size + picked.length - filtered;
  const depends = doc.filters.loose || (doc.groups.length > 0 && doc.hidden.length > 0);
  const tooMany = doc.ids.length + picked.length > MOST;
  const words = [
    say(depends ? "expand_depends" : "expand_then", { n: picked.length, then }),
    filtered && say("expand_filtered", { n: filtered }),
    tooMany ? say("too_many", { most: MOST }) : then > WARNED && say("many"),
  ];
  document.getElementById("explorer-expand-then").textContent = words.filter(Boolean).join(" ");
  form.querySelector("button[value=add]").disabled = !picked.length || tooMany;
}

/** Begin a picture with these entities: one, two or three bring those named beside them along, up to `most` in all. What
 *  items of concern name comes first; professionals and common places without any are each drawn as one group. */
export async function begin(explorer, ids, most) {
  let first = { shown: [], folded: [] };
  if (ids.length <= 3) {
    const came = await explorer.attempt(async () => {
      const answers = await Promise.all(ids.map((id) => neighboursOf(id, explorer.doc.view)));
      const all = freshIn(explorer, besideAny(answers));
      first = firstOf(all, most - ids.length);
      explorer.left = all.length - idsIn(first).length;
    });
    if (!came) return;
  }
  await explorer.carryOut(say("did_begin"), (doc) => grouped(added(doc, [...ids, ...idsIn(first)]), first.folded));
}

const idsIn = ({ shown, folded }) => [...shown.map((each) => each.entity.id), ...folded.flatMap((group) => group.members)];

/** What a first picture shows of those beside its subjects, and the groups that it folds others into. */
function firstOf(beside, most) {
  const isFolded = (each) => onlyAtWork(each) || (each.common && each.concern === 0);
  const groups = [
    { name: say("fold_work"), members: beside.filter(onlyAtWork) },
    { name: say("fold_common"), members: beside.filter((each) => isFolded(each) && !onlyAtWork(each)) },
  ].filter(({ members }) => members.length > 1);
  const alone = beside.filter((each) => !groups.some(({ members }) => members.includes(each)));
  const folded = groups.map(({ name, members }) => ({
    id: newId("group"), name, members: members.slice(0, MOST_FOLDED).map((each) => each.entity.id),
  }));
  return { shown: alone.sort(byRelevance).slice(0, most - folded.length), folded };
}

const byRelevance = (one, other) => (other.concern > 0) - (one.concern > 0) || other.relevance - one.relevance;

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
      this.explorer.say(this.#summary(found, text));
      this.found.querySelector("button")?.focus();
      return undefined;
    });
  }

  #summary(found, text) {
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
    if (isShown(explorer, entity.id)) this.#point(entity);
    else if (await explorer.carryOut(words, (doc) => added(doc, idsOf(explorer, entity.id)))) this.#point(entity, words);
    this.form.elements.text.focus();
  }

  /** Choose what was looked for and bring it into sight; say where it is, unless the words for adding it have said enough. */
  #point(entity, words = "") {
    const { drawn, knowledge, picture, selection } = this.explorer;
    const id = knowledge.entityOf(entity.id)?.id ?? entity.id;
    const group = [...drawn.nodes.values()].find((node) => node.members?.some((member) => member.id === id));
    const node = group ?? drawn.nodes.get(id);
    if (node !== undefined) {
      selection.choose([node.id]);
      picture.reveal(node.id);
    }
    if (words && node !== undefined && group === undefined) return;
    const where = group ? "found_in_group" : node ? "found_before" : "found_filtered";
    this.explorer.say(`${words} ${say(where, { what: entity.label, group: group?.label })}`.trim());
  }
}
