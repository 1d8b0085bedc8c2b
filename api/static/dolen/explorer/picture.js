// The picture: Cytoscape on its canvas renderer, never on WebGL, which draws a dashed line solid. It shows what it is
// given and says what was done with the mouse; it decides nothing.
import { arranged, freePlace, isInside, rounded } from "./placing.js";
import { relationWords, say, setting } from "./words.js";

/** The name of the icon: a child's has the category, others the part they play or what premises are used as. */
function iconName(node) {
  if (node.kind === "child") return `child-${node.category ?? "not-assessed"}`;
  const mark = markOf(node);
  return mark ? `${node.kind}-${mark}` : node.kind;
}

/** As `viz.marks` has it, for pictures that leave the system. */
function markOf(node) {
  const stated = (node.kind === "premises" ? node.premises_kinds : node.roles) ?? [];
  const of = setting.marks[node.kind === "premises" ? "premises" : PEOPLE.includes(node.kind) ? "people" : ""] ?? {};
  const lowered = stated.map((each) => each.toLowerCase());
  return Object.entries(of).find(([, words]) => words.some((each) => lowered.includes(each)))?.[0];
}

/** What is written under a node: its name, and a child's SERAF category beside it. */
export function labelOf(node) {
  const lines = [node.label];
  if (node.hypothesis) lines.push(say("hypothesis"));
  else if (node.kind === "group") lines.push(`(${node.members.length})`);
  if (node.kind === "child") lines.push(serafWords(node));
  if (node.possible) lines.push(say("possible_match"));
  return lines.join("\n");
}

/** `SERAF 3`, `SERAF 3 (may be 4)`, or that the child is not assessed. */
export function serafWords({ category, ceiling }) {
  if (category === null) return say("seraf_none");
  return ceiling > category ? say("seraf_may_be", { category, ceiling }) : say("seraf", { category });
}

/** How wide and high an icon is drawn: larger for what connects the children of the picture by items of concern. */
export const sizeOf = (node) => setting.sizes[node.kind] * (1 + setting.larger * (node.prominence ?? 0));

/** Where a name is broken into lines. */
export const WIDEST = 118;

const looks = [
  {
    selector: "node",
    style: {
      width: "data(size)", height: "data(size)", shape: "rectangle", "background-opacity": 0,
      "background-image": "data(icon)", "background-fit": "none", "background-clip": "none",
      "background-width": "100%", "background-height": "100%", "background-image-smoothing": "yes",
      label: "data(label)", "font-family": "Arial, Helvetica, sans-serif", "font-size": 12, color: setting.ink,
      "text-valign": "bottom", "text-halign": "center", "text-margin-y": 1, "text-wrap": "wrap", "text-max-width": WIDEST,
      "text-background-color": "#ffffff", "text-background-opacity": 0.82, "text-background-padding": 1,
      "min-zoomed-font-size": 7, "line-height": 1.1,
    },
  },
  { selector: "node[kind = 'child']", style: { "text-margin-y": -3 } },
  { selector: "node[kind = 'note']", style: { "font-style": "italic" } },
  {
    selector: "node.pinned",
    style: { "border-width": 2, "border-color": setting.ink, "border-style": "solid", "border-opacity": 1 },
  },
  { selector: "node[?possible]", style: { "border-width": 2, "border-color": setting.line, "border-style": "dashed" } },
  {
    selector: "node[?hypothesis]",
    style: { "border-width": 3, "border-color": "#6b2a83", "border-style": "dotted", "border-opacity": 1, "font-style": "italic" },
  },
  { selector: "node.target", style: { "underlay-color": "#6b2a83", "underlay-opacity": 0.35, "underlay-padding": 10, "underlay-shape": "ellipse" } },
  {
    selector: "edge",
    style: {
      "curve-style": "haystack", "haystack-radius": 0, "line-color": setting.line, width: "data(width)",
      "font-family": "Arial, Helvetica, sans-serif", "font-size": 10, color: setting.quiet,
      "text-background-color": "#ffffff", "text-background-opacity": 0.9, "text-background-padding": 1,
      "min-zoomed-font-size": 8,
    },
  },
  { selector: "edge[?working]", style: { "line-color": "#8b959e" } },
  { selector: "edge[?possible]", style: { "line-style": "dashed", "line-dash-pattern": [7, 5] } },
  { selector: "edge.near, edge.written", style: { label: "data(label)" } },
  { selector: ".dimmed", style: { opacity: 0.15 } },
  {
    selector: "node.fresh",
    style: { "underlay-color": "#9cc7e8", "underlay-opacity": 0.7, "underlay-padding": 5, "underlay-shape": "ellipse" },
  },
  { selector: "edge.path", style: { "curve-style": "unbundled-bezier", "control-point-distances": "data(bend)", "control-point-weights": 0.5, "line-color": "#0b5a94", "underlay-color": "#9cc7e8", "underlay-opacity": 0.7, "underlay-padding": 4 } },
  { selector: "edge.chosen", style: { label: "data(label)", "underlay-color": "#ffdd00", "underlay-opacity": 0.9, "underlay-padding": 5 } },
  {
    selector: "node.chosen",
    style: { "underlay-color": "#ffdd00", "underlay-opacity": 0.9, "underlay-padding": 7, "underlay-shape": "ellipse", "font-weight": "bold", "z-index": 10 },
  },
  { selector: "node:active, edge:active", style: { "overlay-opacity": 0 } },
];

/** Links of what is chosen, above which nothing is written at them. */
const MOST_WRITTEN = 15;
const CROWDED = 800;
/** How near the middle of another a node is dropped to lie on it, by the other's size. */
const ON_IT = 0.3;
const PEOPLE = ["child", "adult", "person"];

/** Set only the changed data of an element: setting the same again would recompute its style, thousands at a time. */
function refresh(element, data) {
  if (Object.entries(data).some(([name, value]) => element.data(name) !== value)) element.data(data);
}

/** Add or remove a class of an element, only where it changes: otherwise its style would be recomputed, too. */
function wear(element, name, wanted) {
  if (element.hasClass(name) !== wanted) element.toggleClass(name, wanted);
}

export class Picture {
  written = false;
  #frame = 0;
  #grabbed = null;
  #dropped = 0;
  #size = { width: 0, height: 0 };

  /** `icons` are images by name; `on` is called with what was done: `choose(nodes)`, `chooseLink(link)`, `expand(node)`, `move(places)`, `open()`. */
  constructor(element, icons, on) {
    this.element = element;
    this.icons = icons;
    this.cy = window.cytoscape({
      container: element,
      style: looks,
      minZoom: 0.05,
      maxZoom: 3,
      boxSelectionEnabled: true,
      selectionType: "single",
      autounselectify: false,
    });
    this.#listen(on);
    new ResizeObserver(() => this.#resized()).observe(element);
  }

  /** Another size of the window shows as much of the picture as before. */
  #resized() {
    const { width, height } = this.#size;
    this.#size = { width: this.element.clientWidth, height: this.element.clientHeight };
    if (width && (width !== this.#size.width || height !== this.#size.height)) this.fit();
  }

  #listen(on) {
    const { cy } = this;
    cy.on("select unselect", () => {
      cancelAnimationFrame(this.#frame);
      this.#frame = requestAnimationFrame(() => {
        const chosen = cy.$(":selected");
        if (chosen.nodes().empty() && chosen.edges().length === 1) on.chooseLink(chosen.edges()[0].id());
        else on.choose(chosen.nodes().map((node) => node.id()));
      });
    });
    cy.on("dbltap", "node", (event) => on.expand(event.target.id()));
    cy.on("dbltap", "edge", () => on.open());
    cy.on("grab", "node", ({ target }) => (this.#grabbed = { id: target.id(), at: { ...target.position() } }));
    cy.on("drag", "node", ({ target }) => {
      const under = this.#under(target, on);
      cy.nodes(".target").not(under).removeClass("target");
      under.addClass("target");
    });
    cy.on("dragfree", "node", ({ target }) => {
      const under = this.#under(target, on);
      cy.nodes(".target").removeClass("target");
      if (under.nonempty()) {
        target.position(this.#grabbed.at);
        on.join(target.id(), under.id());
        return;
      }
      cancelAnimationFrame(this.#dropped);
      this.#dropped = requestAnimationFrame(() => on.move(this.#places()));
    });
    cy.on("tap", () => this.element.focus({ preventScroll: true }));
  }

  /** What a node that is dragged by itself lies on, where the two may be joined. */
  #under(node, on) {
    const { cy } = this;
    if (this.#grabbed?.id !== node.id() || (node.selected() && cy.nodes(":selected").length > 1)) return cy.collection();
    const { x, y } = node.position();
    return cy.nodes().filter((other) => {
      if (other.same(node)) return false;
      const far = Math.hypot(other.position("x") - x, other.position("y") - y);
      return far < other.data("size") * ON_IT && on.joins(node.id(), other.id());
    }).first();
  }

  /** Show exactly these nodes and links. What is there already stays the same element, at its given place. */
  show(drawn) {
    const { cy } = this;
    cy.batch(() => {
      cy.elements().filter((each) => !drawn.nodes.has(each.id()) && !drawn.links.has(each.id())).remove();
      const fresh = [];
      for (const node of drawn.nodes.values()) this.#showNode(node, fresh);
      cy.add(fresh);
      cy.add([...drawn.links.values()].filter((link) => !this.#refreshed(link)).map(elementOf));
      if (this.written) cy.edges().addClass("written");
    });
    // Links are left out while a crowded picture is moved as a whole: Cytoscape takes this at its making only, from here.
    cy.renderer().hideEdgesOnViewport = drawn.nodes.size > CROWDED;
  }

  #showNode(node, fresh) {
    const data = {
      id: node.id, label: labelOf(node), kind: node.kind, looks: iconName(node), icon: this.icons[iconName(node)], size: sizeOf(node), possible: node.possible,
      hypothesis: node.hypothesis ?? false,
    };
    const position = { x: node.place[0], y: node.place[1] };
    const there = this.cy.getElementById(node.id);
    if (there.empty()) {
      fresh.push({ group: "nodes", data, position, classes: [node.pinned && "pinned", node.fresh && "fresh"].filter(Boolean).join(" ") });
      return;
    }
    refresh(there, data);
    wear(there, "pinned", node.pinned);
    wear(there, "fresh", false);
    if (there.position("x") !== position.x || there.position("y") !== position.y) there.position(position);
  }

  #refreshed(link) {
    const there = this.cy.getElementById(link.id);
    if (there.empty()) return false;
    refresh(there, elementOf(link).data);
    return true;
  }

  /** Mark what is chosen, and write at the links of a chosen node what they are. */
  mark(selection) {
    const { cy } = this;
    cy.batch(() => {
      cy.$(".chosen, .near").removeClass("chosen near");
      const chosen = cy.collection(
        [...selection.nodes, selection.link].filter((id) => id !== null).map((id) => cy.getElementById(id)).filter((each) => each.nonempty()),
      );
      chosen.addClass("chosen");
      const near = chosen.nodes().connectedEdges();
      if (near.length <= MOST_WRITTEN) near.addClass("near");
      cy.$(":selected").not(chosen).unselect();
      chosen.not(":selected").select();
    });
  }

  /** Write at every link what it is, or only at those of what is chosen. */
  writeLinks(all) {
    this.written = all;
    this.cy.batch(() => this.cy.edges().toggleClass("written", all));
  }

  /** Mark the links of a path; none marks nothing. */
  markPath(links) {
    this.cy.batch(() => {
      this.cy.$(".path").removeClass("path");
      for (const id of links) {
        const link = this.cy.getElementById(id);
        link.data("bend", around(this.cy, link));
        link.addClass("path");
      }
    });
  }

  /** Where everything would stand if it were arranged. */
  arranged() {
    return arranged(this.cy);
  }

  /** The free place nearest to a point, were some nodes gone. */
  free(point, gone = []) {
    const there = Object.entries(this.#places()).filter(([id]) => !gone.includes(id));
    return freePlace(there.map(([, place]) => place), point);
  }

  #places() {
    return Object.fromEntries(this.cy.nodes().map((node) => [node.id(), rounded(node.position())]));
  }

  /** The nodes whose middle lies within a shape: its corners in pixels of the picture, from its top left. */
  within(corners) {
    const inside = this.cy.nodes().filter((node) => isInside(node.renderedPosition(), corners));
    return inside.map((node) => node.id());
  }

  /** Bring all of it into sight. */
  fit() {
    this.cy.resize();
    this.cy.fit(undefined, 30);
    if (this.cy.zoom() > 1.2) {
      this.cy.zoom(1.2);
      this.cy.center();
    }
  }

  /** Bring one node into sight, where it is not. */
  reveal(id) {
    const node = this.cy.getElementById(id);
    if (node.nonempty() && this.#outside(node)) this.cy.center(node);
  }

  /** Bring all of it into sight, where some of these are not. */
  revealAll(ids) {
    if (ids.some((id) => this.#outside(this.cy.getElementById(id)))) this.fit();
  }

  #outside(node) {
    const box = node.renderedBoundingBox({ includeLabels: false });
    return box.x1 < 0 || box.y1 < 0 || box.x2 > this.cy.width() || box.y2 > this.cy.height();
  }

  /** Nearer by a factor above 1, farther by one below. */
  zoom(by) {
    this.cy.zoom({ level: this.cy.zoom() * by, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  /** The node that lies nearest in a direction from another (`[1, 0]` is right), or undefined. */
  towards(id, [dx, dy]) {
    const from = this.cy.getElementById(id).position();
    let best;
    this.cy.nodes().forEach((node) => {
      const to = node.position();
      const along = (to.x - from.x) * dx + (to.y - from.y) * dy;
      const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
      if (along <= 1 || aside > along * 2) return;
      const far = along + aside * 1.5;
      if (best === undefined || far < best.far) best = { id: node.id(), far };
    });
    return best?.id;
  }
}

/** How far a link bends aside, so that it passes through no icon but those at its ends: as little as will do. */
function around(cy, link) {
  const [start, end] = [link.source().position(), link.target().position()];
  const others = cy.nodes().not(link.connectedNodes());
  const long = Math.hypot(end.x - start.x, end.y - start.y) || 1;
  const [aside, along] = [{ x: -(end.y - start.y) / long, y: (end.x - start.x) / long }, STEPS.map((step) => step / (STEPS.length + 1))];
  const free = (bend) => along.every((share) => {
    const out = 2 * share * (1 - share) * bend; // where a curve of second degree stands at this share of its way
    const at = { x: start.x + (end.x - start.x) * share + aside.x * out, y: start.y + (end.y - start.y) * share + aside.y * out };
    return others.every((node) => Math.hypot(node.position("x") - at.x, node.position("y") - at.y) > node.data("size") / 2 + 3);
  });
  return BENDS.find(free) ?? 0;
}

const STEPS = Array.from({ length: 39 }, (_, step) => step + 1);
const BENDS = [0, ...Array.from({ length: 30 }, (_, step) => [(step + 1) * 30, -(step + 1) * 30]).flat()];

/** What is written at a link: how the items call it, or how many there are, and the weakest grade. */
function linkLabel(link) {
  const what = link.relations.length ? relationWords(link) : say("items_short", { n: link.items.length });
  return link.weakest === null || link.weakest === "--" ? what : `${what} · ${link.weakest}`;
}

function elementOf(link) {
  return {
    group: "edges",
    data: {
      id: link.id, source: link.start, target: link.end, possible: link.possible, working: link.working,
      label: linkLabel(link),
      width: setting.thinnest + setting.thicker * link.strength,
    },
  };
}
