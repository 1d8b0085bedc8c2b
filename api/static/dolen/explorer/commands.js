// What can be done to what is chosen. Each is one command in the list, and can be undone.
import { address, inPath } from "./asking.js";
import * as docs from "./document.js";
import { askIn } from "./dialogs.js";
import { LAYOUTS } from "./layouts.js";
import { centre } from "./placing.js";
import { say, setting } from "./words.js";

/** The ids of entities behind some nodes: a group stands for its members, a note for none. */
export const entityIds = (nodes) =>
  nodes.flatMap((node) => (node.kind === "group" ? node.members.flatMap((member) => member.ids) : node.kind === "note" ? [] : node.ids));

const entities = (nodes) => nodes.flatMap((node) => (node.kind === "group" ? node.members : node.kind === "note" ? [] : [node]));
const notes = (nodes) => nodes.filter((node) => node.kind === "note").map((node) => node.id);

/** Hide what is chosen; a note is taken away. */
export async function hide(explorer) {
  const { chosen } = explorer;
  if (!chosen.length) return explorer.say(say("choose_first"));
  const what = explorer.counted(withoutGroups(chosen));
  return explorer.carryOut(say("did_hide", { what }), (doc) => docs.unnoted(docs.hid(doc, entityIds(chosen)), notes(chosen)));
}

/** Hide everything but what is chosen. */
export async function hideOthers(explorer) {
  const { chosen, drawn } = explorer;
  if (!chosen.length) return explorer.say(say("choose_first"));
  const others = [...drawn.nodes.values()].filter((node) => !chosen.includes(node));
  const what = explorer.counted(entities(others)) || say("nothing");
  return explorer.carryOut(say("did_hide_others", { what }), (doc) => docs.hid(doc, entityIds(others)));
}

const withoutGroups = (nodes) => nodes.flatMap((node) => (node.kind === "group" ? node.members : [node]));

/** Bring hidden entities back. */
export const bringBack = (explorer, nodes) =>
  explorer.carryOut(say("did_bring_back", { what: explorer.counted(nodes) }), (doc) => docs.broughtBack(doc, entityIds(nodes)));

/** Take hidden entities out of the picture altogether. */
export const takeOut = (explorer, nodes) =>
  explorer.carryOut(say("did_take_out", { what: explorer.counted(nodes) }), (doc) => docs.takenOut(doc, entityIds(nodes)));

/** Pin what is chosen, or let it go where all of it is pinned. */
export async function pin(explorer) {
  const { chosen } = explorer;
  if (!chosen.length) return explorer.say(say("choose_first"));
  const ids = chosen.flatMap((node) => node.ids);
  const all = chosen.every((node) => node.pinned);
  const what = explorer.counted(chosen);
  return all
    ? explorer.carryOut(say("did_unpin", { what }), (doc) => docs.unpinned(doc, ids))
    : explorer.carryOut(say("did_pin", { what }), (doc) => docs.pinned(doc, ids));
}

/** Draw what is chosen as one, under a name; or, where nothing is chosen, what hangs on one entity alone. */
export async function group(explorer) {
  const chosen = entities(explorer.chosen);
  const alone = hangingAlone(explorer.drawn);
  const form = document.querySelector("#explorer-group form");
  form.elements.what[0].disabled = chosen.length < 2;
  form.elements.what[1].disabled = alone.length === 0;
  form.elements.what.value = chosen.length < 2 ? "alone" : "chosen";
  if (chosen.length < 2 && !alone.length) return explorer.say(say("nothing_to_group"));
  form.elements.name.value = chosen.length < 2 ? "" : explorer.counted(chosen);
  document.getElementById("explorer-group-chosen").textContent = say("group_chosen", { n: chosen.length });
  document.getElementById("explorer-group-alone").textContent = say("group_alone", { n: alone.length });
  if ((await askIn("explorer-group")) === null) return undefined;
  if (form.elements.what.value === "alone") return groupAlone(explorer, alone);
  const name = form.elements.name.value.trim() || explorer.counted(chosen);
  const made = { id: docs.newId("group"), name, members: entityIds(chosen), place: explorer.picture.free(centre(explorer.chosen.map((node) => node.place)), explorer.selection.nodes) };
  await explorer.carryOut(say("did_group", { name }), (doc) => docs.grouped(doc, [made]));
  return explorer.selection.choose([made.id]);
}

function groupAlone(explorer, alone) {
  const made = alone.map((members) => ({
    id: docs.newId("group"), name: explorer.counted(members), members: entityIds(members), place: members[0].place,
  }));
  return explorer.carryOut(say("did_group_alone", { n: made.length }), (doc) => docs.grouped(doc, made));
}

/** Sets of two or more of one kind that are linked with the same one node and with nothing else. */
function hangingAlone(drawn) {
  const linked = new Map();
  for (const { start, end } of drawn.links.values())
    for (const [one, other] of [[start, end], [end, start]]) linked.set(one, [...(linked.get(one) ?? []), other]);
  const sets = new Map();
  for (const node of drawn.nodes.values()) {
    const others = linked.get(node.id) ?? [];
    if (others.length !== 1 || node.pinned || !setting.kinds.includes(node.kind)) continue;
    const key = `${others[0]} ${node.kind}`;
    sets.set(key, [...(sets.get(key) ?? []), node]);
  }
  return [...sets.values()].filter((members) => members.length > 1);
}

/** Draw the members of chosen groups again. */
export async function ungroup(explorer) {
  const groups = explorer.chosen.filter((node) => node.kind === "group");
  if (!groups.length) return explorer.say(say("choose_group"));
  const ids = groups.map((node) => node.id);
  return explorer.carryOut(say("did_ungroup", { names: groups.map((node) => node.label).join(", ") }), (doc) => docs.ungrouped(doc, ids));
}

/** Write a note about what is chosen, or change the note that is. */
export async function note(explorer) {
  const { chosen, doc } = explorer;
  const old = chosen.length === 1 && chosen[0].kind === "note" ? chosen[0] : null;
  const about = old ? doc.notes.find((each) => each.id === old.id).about : entityIds(chosen);
  const form = document.querySelector("#explorer-note form");
  form.elements.text.value = old?.label ?? "";
  const names = entities(chosen).map((node) => node.label).slice(0, 5).join("; ");
  document.getElementById("explorer-note-about").textContent = old ? "" : names ? say("note_about", { names }) : say("note_about_all");
  if ((await askIn("explorer-note")) === null) return undefined;
  const text = form.elements.text.value.trim();
  if (!text) return old ? hide(explorer) : undefined;
  const middle = centre(chosen.map((node) => node.place));
  const made = { id: old?.id ?? docs.newId("note"), text, about, place: old?.place ?? explorer.picture.free([middle[0], middle[1] - 100]) };
  await explorer.carryOut(say("did_note"), (was) => docs.noted(was, made));
  return explorer.selection.choose([made.id]);
}

const PEOPLE = ["child", "adult", "person"];

/** The two that may be one: two people or two premises that are selected, or those that are drawn as one. */
export function supposed(explorer) {
  const { chosen } = explorer;
  const pair = chosen.length === 1 && chosen[0].hypothesis ? chosen[0].members : chosen;
  return pair.length === 2 && mayBeOne(...pair) ? pair : null;
}

/** Whether two nodes are of a sort that a person decides about: whether they are the same. */
export const mayBeOne = (one, other) => {
  const sort = (node) => (PEOPLE.includes(node.kind) ? "person" : node.kind === "premises" ? "premises" : null);
  return sort(one) !== null && sort(one) === sort(other);
};

/** The page on which somebody decides whether two are one; null where no two such are selected. */
export function comparison(explorer) {
  const pair = supposed(explorer);
  if (pair === null) return null;
  return address(`/identity/${inPath(pair[0].id)}`, { other: pair[1].id }, explorer.doc.view);
}

/** Draw two as one, to see how the picture would be if they were: a hypothesis, counted and stored nowhere. Its card leads
 *  to where somebody decides. */
export async function suppose(explorer, pair = supposed(explorer)) {
  if (pair === null || explorer.chosen[0]?.hypothesis) return explorer.say(say("choose_two_people"));
  const [one, other] = pair;
  const names = { one: one.label, other: other.label };
  const made = { id: docs.newId("group"), name: say("supposed", names), members: entityIds(pair), place: other.place, hypothesis: true };
  if (!(await explorer.carryOut(say("did_suppose", names), (doc) => docs.grouped(doc, [made])))) return undefined;
  explorer.selection.choose([made.id]);
  return document.querySelector("#explorer-card a")?.focus();
}

/** Open that page beside the picture, which would otherwise be lost. */
export function compare(explorer) {
  const page = comparison(explorer);
  if (page === null) explorer.say(say("choose_two_people"));
  else window.open(page, "_blank", "noopener");
}

/** Arrange everything that is not pinned, in one of the layouts. */
export const arrange = async (explorer, layout = "organic") => {
  const places = () => (layout === "organic" ? explorer.arranged() : LAYOUTS[layout](explorer.picture.cy));
  if (await explorer.carryOut(say("did_arrange"), async (doc) => docs.moved(doc, await places()))) explorer.picture.fit();
};

/** Enter where things were dragged or pushed to. Small pushes of the same things, one after another, are one command. */
export function move(explorer, places, { pushed = false } = {}) {
  const { drawn } = explorer;
  const differing = Object.entries(places).filter(([id, [x, y]]) => {
    const place = drawn.nodes.get(id)?.place;
    return place !== undefined && (place[0] !== x || place[1] !== y);
  });
  if (!differing.length) return undefined;
  const nodes = differing.map(([id]) => drawn.nodes.get(id));
  const run = pushed ? `push ${differing.map(([id]) => id).join(" ")}` : null;
  return explorer.carryOut(say("did_move", { what: explorer.counted(nodes) }), (doc) => docs.moved(doc, Object.fromEntries(differing)), { run });
}
