// What is on the screen: the document, as what is known through the View, the filters and the groups let it be seen.
// Picture, tables, counts and exports all come from here, and so show the same.

import { stored } from "./document.js";

/** Whether an item is of the period and of the agencies chosen; one that is not dated is of no period. */
export const isWanted = (item, { from, to, agencies }) => inPeriod(item, from, to) && !agencies.includes(item.source_system);

const inPeriod = (item, from, to) =>
  (!from && !to) || (item.first !== null && (!from || item.last >= from) && (!to || item.first <= to));

const byRelation = (link, off) =>
  link.relations.length ? link.relations.some((each) => !off.includes(each)) : !off.includes("");

/** Nodes and links on the screen, each by id, and what is not and why. */
export function draw(doc, knowledge) {
  const present = entitiesOf(doc, knowledge);
  const hidden = present.filter((node) => node.hidden);
  const kept = present.filter((node) => !node.hidden && !doc.filters.kinds.includes(node.kind));
  const entities = new Map(kept.map((node) => [node.id, node]));
  const among = [...knowledge.links.values()].filter((link) => entities.has(link.start) && entities.has(link.end));
  const { filters } = doc;
  const byItem = filters.from || filters.to || filters.agencies.length;
  const links = among
    .filter((link) => byRelation(link, filters.relations) && (filters.working || !link.working))
    .map((link) => (byItem ? ofItems(link, knowledge.behind(link).filter((item) => isWanted(item, filters))) : link))
    .filter((link) => link.items.length);
  if (doc.filters.loose) dropLoose(entities, links, doc);
  const result = {
    nodes: new Map(),
    links: new Map(),
    hidden,
    pairs: links.map((link) => [link.start, link.end]),
    filteredNodes: present.length - hidden.length - entities.size,
    filteredLinks: among.length - links.length,
    among,
  };
  collapse(result, entities, links, doc);
  for (const note of doc.notes) addNote(result, note, doc, knowledge);
  // What is only supposed to be one is drawn so, and counted as it is recorded.
  const counted = doc.groups.some((group) => group.hypothesis) ? draw(stored(doc), knowledge) : result;
  result.counts = { nodes: counted.nodes.size, links: counted.links.size };
  return result;
}

/** A link as these of its items make it: what cannot be computed from them is not given. */
function ofItems(link, items) {
  const refs = [...new Set(items.map((item) => item.ref))];
  if (refs.length === link.items.length) return link;
  const days = items.flatMap((item) => [item.first, item.last]).filter((each) => each !== null).sort();
  return { ...link, items: refs, origins: null, weakest: null, first: days[0] ?? null, last: days.at(-1) ?? null };
}

function entitiesOf(doc, knowledge) {
  const found = new Map();
  for (const id of doc.ids) {
    const entity = knowledge.entityOf(id);
    if (entity === undefined) continue;
    const node = found.get(entity.id) ?? { ...entity, ids: [], hidden: false, pinned: false, place: doc.positions[entity.id], links: 0 };
    node.ids.push(id);
    node.hidden ||= doc.hidden.includes(id);
    node.pinned ||= doc.pinned.includes(id);
    node.place ??= doc.positions[id];
    found.set(entity.id, node);
  }
  return [...found.values()];
}

/** Leave out what has no link left, unless it is pinned. */
function dropLoose(entities, links, doc) {
  const linked = new Set(links.flatMap((link) => [link.start, link.end]));
  for (const [id, node] of entities) if (!linked.has(id) && !node.pinned) entities.delete(id);
}

/** Draw each group of two or more as one node, and links to its members as links to it. */
function collapse(result, entities, links, doc) {
  const standsIn = new Map();
  for (const group of doc.groups) {
    const members = [...entities.values()].filter((node) => node.ids.some((id) => group.members.includes(id)));
    if (members.length < 2) continue;
    const kinds = new Set(members.map((node) => node.kind));
    result.nodes.set(group.id, {
      id: group.id, ids: [group.id], kind: "group", label: group.name, members, links: 0, refs: [], category: null,
      of: kinds.size === 1 ? [...kinds][0] : null, possible: false, hypothesis: group.hypothesis ?? false,
      pinned: doc.pinned.includes(group.id), place: doc.positions[group.id] ?? members[0].place,
    });
    for (const node of members) standsIn.set(node.id, group.id);
  }
  for (const [id, node] of entities) if (!standsIn.has(id)) result.nodes.set(id, node);
  for (const link of links) {
    const [start, end] = [standsIn.get(link.start) ?? link.start, standsIn.get(link.end) ?? link.end].sort();
    if (start !== end) join(result.links, start, end, link);
  }
  for (const link of result.links.values()) {
    result.nodes.get(link.start).links += 1;
    result.nodes.get(link.end).links += 1;
  }
}

/** Add a link between two nodes, to one that is there already where groups make several into one: origins and the
 *  weakest grade are then not given, since they cannot be computed from those of the parts; it is drawn as strong as the
 *  strongest of them. */
function join(links, start, end, link) {
  const id = `${start} ${end}`;
  const one = links.get(id);
  if (one === undefined) {
    links.set(id, { ...link, id, start, end });
    return;
  }
  const days = [one.first, one.last, link.first, link.last].filter((each) => each !== null).sort();
  links.set(id, {
    ...one,
    items: [...new Set([...one.items, ...link.items])].sort(),
    origins: null,
    relations: [...new Set([...one.relations, ...link.relations])].sort(),
    weakest: null,
    strength: Math.max(one.strength, link.strength),
    first: days[0] ?? null,
    last: days.at(-1) ?? null,
    possible: one.possible && link.possible,
    working: one.working && link.working,
  });
}

function addNote(result, note, doc, knowledge) {
  const about = note.about.map((id) => knowledge.entityOf(id)?.id).filter((id) => id !== undefined);
  result.nodes.set(note.id, {
    id: note.id, ids: [note.id], kind: "note", label: note.text, refs: [], category: null, possible: false, links: 0,
    about, pinned: doc.pinned.includes(note.id), place: doc.positions[note.id],
  });
}
