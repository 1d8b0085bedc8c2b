// What of the picture is shown: kinds (which is the legend too), relationships, agencies, links of those at work, what
// stands alone.
import { sign, tick } from "./dialogs.js";
import { say, setting } from "./words.js";

/** The list of the document that a box of this name takes its value out of, or puts it into. */
const LISTS = { kind: "kinds", relation: "relations", agency: "agencies" };

export class Filters {
  /** `change(words, other)` is called with another choice: `other` gives the filters it changes. */
  constructor(change) {
    this.change = change;
    this.kinds = document.getElementById("explorer-kinds");
    this.relations = document.getElementById("explorer-relations");
    this.agencies = document.getElementById("explorer-agencies");
    this.others = document.getElementById("explorer-others");
    for (const part of [this.kinds, this.relations, this.agencies, this.others]) part.addEventListener("change", (event) => this.#ticked(event.target));
  }

  show(doc, drawn, present) {
    const { filters } = doc;
    const focused = document.activeElement?.matches?.("#explorer-filters input") ? document.activeElement : null;
    const { name, value } = focused ?? {};
    const kinds = setting.kinds.filter((kind) => present.kinds[kind]);
    this.kinds.replaceChildren(
      ...kinds.map((kind) => tick("kind", kind, `${setting.kindNames[kind]} (${present.kinds[kind]})`, !filters.kinds.includes(kind), sign(setting.icons[kind]))),
    );
    const relations = Object.entries(present.relations).sort((one, other) => other[1] - one[1]);
    this.relations.replaceChildren(
      ...relations.map(([relation, n]) =>
        tick("relation", relation, `${relation ? setting.relations[relation] : say("named_together")} (${n})`, !filters.relations.includes(relation))),
    );
    this.agencies.replaceChildren(
      ...[...present.agencies].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1)).map(([agency, n]) =>
        tick("agency", agency, `${agency || say("agency_none")} (${say("items_short", { n })})`, !filters.agencies.includes(agency))),
    );
    this.others.replaceChildren(
      ...(present.working ? [tick("working", "", say("filter_working", { n: present.working }), filters.working)] : []),
      tick("loose", "", say("filter_loose"), filters.loose),
    );
    if (focused) document.querySelector(`#explorer-filters input[name="${name}"][value="${CSS.escape(value)}"]`)?.focus();
    const left = [
      drawn.filteredNodes && say("filtered_nodes", { n: drawn.filteredNodes }),
      drawn.filteredLinks && say("filtered_links", { n: drawn.filteredLinks }),
    ].filter(Boolean);
    document.getElementById("explorer-filtered").replaceChildren(...(left.length ? [left.join(" ")] : []));
  }

  /** Only what this box says is changed: another choice may have no box just now, since there is nothing of its kind. */
  #ticked({ name, value, checked }) {
    const list = LISTS[name];
    this.change(say("did_filter"), (filters) => {
      if (list === undefined) return { [name]: checked };
      const others = filters[list].filter((each) => each !== value);
      return { [list]: checked ? others : [...others, value] };
    });
  }
}

/** How many there are of each kind, each relationship and each agency before any filter, for the boxes to say. */
export function presentIn(doc, knowledge) {
  const entities = new Map();
  for (const id of doc.ids) {
    const entity = knowledge.entityOf(id);
    if (entity !== undefined && !doc.hidden.includes(id)) entities.set(entity.id, entity);
  }
  const kinds = {};
  for (const { kind } of entities.values()) kinds[kind] = (kinds[kind] ?? 0) + 1;
  const relations = {};
  const behind = new Set();
  let working = 0;
  for (const link of knowledge.links.values()) {
    if (!entities.has(link.start) || !entities.has(link.end)) continue;
    for (const relation of link.relations.length ? link.relations : [""]) relations[relation] = (relations[relation] ?? 0) + 1;
    working += link.working;
    for (const item of knowledge.behind(link)) behind.add(item);
  }
  const agencies = new Map();
  for (const { source_system } of behind) agencies.set(source_system, (agencies.get(source_system) ?? 0) + 1);
  return { kinds, relations, agencies, working };
}

