// The picture as its maker left it: which entities, what is hidden, pinned, grouped, noted, and where all of it stands.
// It holds ids and the maker's own words, nothing that the graph says. Each function gives a new document; none changes
// the one it was given, so that every earlier one can be gone back to.

const EMPTY_FILTERS = { kinds: [], relations: [], agencies: [], working: true, loose: false, from: "", to: "" };

/** A picture of nothing yet, looked at through a View (`view` is the options of an address). */
export const empty = (view) => ({
  ids: [], hidden: [], pinned: [], positions: {}, groups: [], notes: [], filters: EMPTY_FILTERS, view,
});

const union = (some, more) => [...new Set([...some, ...more])];
const minus = (some, gone) => some.filter((each) => !gone.includes(each));

/** Those that are in the picture: what was chosen may have left it before a command had its turn. */
const heldBy = (doc, ids) => ids.filter((each) => doc.ids.includes(each));

/** With entities added; one that was hidden comes back. */
export const added = (doc, ids) => ({ ...doc, ids: union(doc.ids, ids), hidden: minus(doc.hidden, ids) });

/** With entities hidden: they stay in the picture's list and can be brought back. */
export const hid = (doc, ids) => ({ ...doc, hidden: union(doc.hidden, heldBy(doc, ids)) });

/** With entities brought back. */
export const broughtBack = (doc, ids) => ({ ...doc, hidden: minus(doc.hidden, ids) });

/** Without entities, as though they had never been added. */
export function takenOut(doc, ids) {
  const groups = doc.groups.map((group) => ({ ...group, members: minus(group.members, ids) }));
  const kept = Object.entries(doc.positions).filter(([id]) => !ids.includes(id));
  return {
    ...doc,
    ids: minus(doc.ids, ids),
    hidden: minus(doc.hidden, ids),
    pinned: minus(doc.pinned, ids),
    groups: groups.filter((group) => group.members.length > 1),
    notes: withoutSubjects(doc.notes, ids),
    positions: Object.fromEntries(kept),
  };
}

/** Notes without some of what they are about; one that loses all of it goes too. */
const withoutSubjects = (notes, ids) =>
  notes.map((note) => ({ ...note, about: minus(note.about, ids), was: note.about.length }))
    .filter((note) => note.about.length || !note.was)
    .map(({ was: _, ...note }) => note);

/** With things standing elsewhere: `places` is `{id: [x, y]}`. */
export const moved = (doc, places) => ({ ...doc, positions: { ...doc.positions, ...places } });

/** With things pinned, so that no arranging moves them; or let go again. */
export const pinned = (doc, ids) => ({ ...doc, pinned: union(doc.pinned, ids) });
export const unpinned = (doc, ids) => ({ ...doc, pinned: minus(doc.pinned, ids) });

/** With entities drawn as one, under a name, at a place. A member leaves the group it was in. */
export function grouped(doc, groups) {
  const taken = groups.flatMap((group) => group.members);
  const left = doc.groups.map((group) => ({ ...group, members: minus(group.members, taken) }));
  const places = Object.fromEntries(groups.map((group) => [group.id, group.place]));
  const made = groups.map(({ place: _, ...group }) => ({ ...group, members: heldBy(doc, group.members) }));
  return moved({ ...doc, groups: [...left, ...made].filter((group) => group.members.length > 1) }, places);
}

/** As it is stored: what is only supposed to be one is not. */
export function stored(doc) {
  const supposed = doc.groups.filter((group) => group.hypothesis).map((group) => group.id);
  const kept = Object.entries(doc.positions).filter(([id]) => !supposed.includes(id));
  const groups = doc.groups.filter((group) => !group.hypothesis);
  return { ...doc, groups, pinned: minus(doc.pinned, supposed), positions: Object.fromEntries(kept) };
}

/** With groups drawn as their members again. */
export const ungrouped = (doc, ids) => ({ ...doc, groups: doc.groups.filter((group) => !ids.includes(group.id)) });

/** With a note on the chart, about some entities (none: about the whole picture). */
export const noted = (doc, { id, text, about, place }) =>
  moved({ ...doc, notes: [...doc.notes.filter((note) => note.id !== id), { id, text, about: heldBy(doc, about) }] }, { [id]: place });

/** Without a note. */
export const unnoted = (doc, ids) => ({ ...doc, notes: doc.notes.filter((note) => !ids.includes(note.id)) });

/** With other filters. */
export const filtered = (doc, filters) => ({ ...doc, filters: { ...doc.filters, ...filters } });

/** Looked at through another View. */
export const viewed = (doc, view) => ({ ...doc, view });

/** An id for a group or a note: in no picture twice. */
export const newId = (kind) => `${kind}:${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
