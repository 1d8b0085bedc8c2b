// What the server says of the picture's entities through the present View: who and what they are, and every link among
// them. Nothing of it is kept from one View to the next but names, to say what is no longer counted.
import { ask, send } from "./asking.js";

export class Knowledge {
  entities = new Map();
  links = new Map();
  #behind = new Map();
  names = new Map();
  #entityOf = new Map();
  #asked = new Set();
  #view = null;

  /** Whether all of these are known (or known to be nothing) through this View. */
  covers(ids, view) {
    return view === this.#view && ids.every((id) => this.#asked.has(id));
  }

  /** Ask about these entities, unless it is known already. */
  async learn(ids, view) {
    if (this.covers(ids, view)) return;
    const wanted = view === this.#view ? [...new Set([...this.#asked, ...ids])] : ids;
    const asked = wanted.length > 2000 ? ids : wanted;
    const answer = asked.length
      ? await (await send("POST", "/api/v1/links_among", { ids: asked }, view)).json()
      : { entities: [], links: [], items: [] };
    this.#view = view;
    this.#asked = new Set(asked);
    this.#entityOf = new Map();
    this.entities = new Map();
    for (const { entity, asked: records, ...stated } of answer.entities) {
      this.entities.set(entity.id, { ...entity, ...stated, records });
      this.names.set(entity.id, entity.label);
      for (const record of records) this.#entityOf.set(record, entity.id);
    }
    this.links = new Map(answer.links.map((link) => [`${link.start} ${link.end}`, link]));
    this.#behind = new Map();
    for (const item of answer.items) this.#behind.set(item.ref, [...(this.#behind.get(item.ref) ?? []), item]);
  }

  /** The items behind a link, each with its source system and its first and last day. */
  behind(link) {
    return link.items.flatMap((ref) => this.#behind.get(ref));
  }

  /** The entity that an id of the picture belongs to, undefined where there is none in this View. */
  entityOf(id) {
    return this.entities.get(this.#entityOf.get(id));
  }
}

/** Who and what is named in the same items as an entity, most items first, with counts by kind. */
export const neighboursOf = (id, view) => ask("/api/v1/neighbours", { id, limit: 1000 }, view);

/** Whether somebody is named beside the entity only in their work. */
export const onlyAtWork = (neighbour) =>
  neighbour.roles.length > 0 && neighbour.roles.every((role) => role === "professional" || role === "reporter");
