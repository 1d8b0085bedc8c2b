// What is chosen: nodes, or one link, by id. Picture, tables, card and keys all read it here, and hear when it changes.

export class Selection {
  nodes = [];
  link = null;
  #listeners = [];

  /** Call this whenever what is chosen changes. */
  heard(listener) {
    this.#listeners.push(listener);
  }

  /** The node chosen last, undefined where there is none. */
  get last() {
    return this.nodes.at(-1);
  }

  /** Choose these nodes and nothing else; `source` says who asks, so that it is not notified again. */
  choose(nodes, source = "") {
    if (this.link === null && same(this.nodes, nodes)) return;
    this.nodes = [...nodes];
    this.link = null;
    this.#tell(source);
  }

  /** Choose one link and nothing else. */
  chooseLink(link, source = "") {
    if (this.link === link) return;
    this.nodes = [];
    this.link = link;
    this.#tell(source);
  }

  /** Add a node to what is chosen, or take it away again. */
  toggle(node, source = "") {
    this.choose(this.nodes.includes(node) ? this.nodes.filter((each) => each !== node) : [...this.nodes, node], source);
  }

  /** Let go of what is on the screen no more. */
  keepTo(drawn) {
    if (this.link !== null && !drawn.links.has(this.link)) this.choose([]);
    else if (this.link === null) this.choose(this.nodes.filter((id) => drawn.nodes.has(id)));
  }

  #tell(source) {
    for (const listener of this.#listeners) listener(source);
  }
}

const same = (some, others) => some.length === others.length && some.every((each, at) => each === others[at]);
