// The ways to arrange a picture. Each gives places for every node that is not pinned; the same picture is always arranged
// the same way.
import { rounded } from "./placing.js";
import { setting } from "./words.js";

const ROOM = { x: 138, y: 118 };
const SUBJECTS_FIRST = (one, other) => other.degree() - one.degree() || (one.id() < other.id() ? -1 : 1);

/** The layouts by name, `organic` aside, which is the picture's own. */
export const LAYOUTS = { circle, levels, kinds };

/** All in a circle, those with most links beside one another. */
function circle(cy) {
  const nodes = sorted(cy);
  const radius = Math.max(160, (nodes.length * ROOM.x) / (2 * Math.PI));
  return placesOf(nodes, (_, at) => {
    const angle = (2 * Math.PI * at) / nodes.length - Math.PI / 2;
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
  });
}

/** In levels below what is chosen, or below what has most links: each level one link farther away. */
function levels(cy) {
  const chosen = cy.nodes(".chosen");
  const roots = chosen.nonempty() ? chosen : sorted(cy).slice(0, 1);
  const depth = new Map();
  cy.elements().bfs({ roots, visit: (node, _edge, _before, _at, far) => void depth.set(node.id(), far) });
  const deepest = Math.max(0, ...depth.values());
  return inRows(cy, (node) => depth.get(node.id()) ?? deepest + 1);
}

/** One band for each kind, in the order of the legend. */
function kinds(cy) {
  const order = [...setting.kinds, "group", "note"];
  return inRows(cy, (node) => order.indexOf(node.data("kind")));
}

/** Rows by a number of each node; a long row takes several lines. */
function inRows(cy, rowOf) {
  const nodes = sorted(cy);
  const wide = Math.max(6, Math.ceil(Math.sqrt(nodes.length * 2)));
  const rows = new Map();
  for (const node of nodes) rows.set(rowOf(node), [...(rows.get(rowOf(node)) ?? []), node]);
  const places = {};
  let line = 0;
  for (const row of [...rows.keys()].sort((one, other) => one - other)) {
    const members = rows.get(row);
    for (let from = 0; from < members.length; from += wide, line += 1) {
      const part = members.slice(from, from + wide);
      part.forEach((node, at) => {
        places[node.id()] = rounded({ x: (at - (part.length - 1) / 2) * ROOM.x, y: line * ROOM.y });
      });
    }
    line += 0.4;
  }
  return withoutPinned(cy, places);
}

const sorted = (cy) => cy.nodes().toArray().sort(SUBJECTS_FIRST);

const placesOf = (nodes, place) =>
  withoutPinned(nodes[0]?.cy(), Object.fromEntries(nodes.map((node, at) => [node.id(), rounded(place(node, at))])));

function withoutPinned(cy, places) {
  for (const node of cy?.nodes(".pinned") ?? []) delete places[node.id()];
  return places;
}
