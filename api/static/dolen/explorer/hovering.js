// Under the mouse: what a node is linked with stays as it is while the rest is dimmed, and a small card says who or what it
// is. Whoever uses the keyboard reads the same on the card beside the picture.
import { made } from "./dialogs.js";
import { gradeWords } from "./table.js";
import { dayWords, relationWords, say, setting, spanWords } from "./words.js";
import { serafWords } from "./picture.js";

/** From so many elements on, dimming would take longer than the mouse waits. */
const MOST_DIMMED = 3000;
const AWAY = 14;

export class Hovering {
  constructor(explorer, cy) {
    this.explorer = explorer;
    this.cy = cy;
    this.card = document.getElementById("explorer-hover");
    cy.on("mouseover", "node", (event) => this.#over(event.target));
    cy.on("mouseover", "edge", (event) => this.#over(event.target));
    cy.on("mouseout", "node, edge", () => this.#out());
    cy.on("grab viewport", () => this.#out());
    cy.container().addEventListener("mouseleave", () => this.#out()); // Cytoscape says nothing when the mouse leaves quickly
  }

  #over(element) {
    const { cy } = this;
    const near = element.isNode() ? element.closedNeighborhood() : element.union(element.connectedNodes());
    if (cy.elements().length <= MOST_DIMMED) cy.batch(() => cy.elements().not(near).addClass("dimmed"));
    const { nodes, links } = this.explorer.drawn;
    const lines = element.isNode() ? nodeLines(nodes.get(element.id()), links) : linkLines(links.get(element.id()), nodes);
    this.card.replaceChildren(...lines.filter(Boolean).map((line, at) => made(at ? "span" : "strong", {}, line)));
    this.card.hidden = false;
    this.#place(element.isNode() ? element.renderedPosition() : element.renderedMidpoint());
  }

  #place({ x, y }) {
    const { clientWidth, clientHeight } = this.card.parentElement;
    const { offsetWidth, offsetHeight } = this.card;
    const left = x + AWAY + offsetWidth > clientWidth ? x - AWAY - offsetWidth : x + AWAY;
    const top = Math.min(Math.max(y + AWAY, 0), clientHeight - offsetHeight);
    Object.assign(this.card.style, { left: `${Math.max(left, 0)}px`, top: `${Math.max(top, 0)}px` });
  }

  #out() {
    this.card.hidden = true;
    this.cy.batch(() => this.cy.$(".dimmed").removeClass("dimmed"));
  }
}

function nodeLines(node, links) {
  const own = [...links.values()].filter(({ start, end }) => start === node.id || end === node.id);
  const last = own.map((link) => link.last).filter(Boolean).sort().at(-1);
  return [
    node.label,
    node.kind === "child" ? `${setting.kindNames.child}, ${serafWords(node)}` : [setting.kindNames[node.kind], ...(node.premises_kinds ?? []), ...(node.roles ?? [])].join(", "),
    node.common ? say("common_place") : "",
    node.refs.join(", "),
    node.possible ? say("possible_match") : "",
    node.kind === "note" ? "" : say("links", { n: own.length }),
    last ? say("last_seen", { day: dayWords(last) }) : "",
  ];
}

function linkLines(link, nodes) {
  return [
    `${nodes.get(link.start).label} – ${nodes.get(link.end).label}`,
    relationWords(link),
    say("items_short", { n: link.items.length }),
    spanWords(link),
    link.weakest === null ? "" : say("weakest", { grade: gradeWords(link.weakest) }),
    link.concern ? say("of_concern", { n: link.concern }) : "",
  ];
}
