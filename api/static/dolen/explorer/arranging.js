// A large picture is arranged by the server, with Graphviz as its maps are, in a third of the time that it takes here. It is
// sent numbers: how much room each thing takes, and which are linked.
import { send } from "./asking.js";
import { labelOf, sizeOf, WIDEST } from "./picture.js";
import { LARGE, rounded } from "./placing.js";

const LETTER = 6.4;
const LINE = 13.5;
const GAP = 8;

/** Whether the server is to arrange what is drawn. It knows no pins. */
export const isLarge = ({ nodes }) => nodes.size > LARGE && ![...nodes.values()].some((node) => node.pinned);

/** Places for all nodes of a large picture: linked ones near one another, no name upon another. */
export async function arrangedAfar({ nodes, links }) {
  const ids = [...nodes.keys()].sort();
  const number = new Map(ids.map((id, at) => [id, at]));
  const rooms = ids.map((id) => roomOf(nodes.get(id)));
  const answer = await send("POST", "/api/v1/arrangement", {
    rooms: rooms.map(({ aside, above, below }) => [aside, (above + below) / 2]),
    links: [...links.values()].map(({ start, end }) => [number.get(start), number.get(end)]),
  });
  const { places } = await answer.json();
  return Object.fromEntries(ids.map((id, at) => [id, middle(places[at], rooms[at])]));
}

/** How far a node with its name reaches from the middle of its icon, computed from its letters before anything is drawn. */
function roomOf(node) {
  const icon = sizeOf(node) / 2;
  const lines = labelOf(node).split("\n").map((line) => line.length * LETTER);
  const rows = lines.reduce((sum, wide) => sum + Math.max(1, Math.ceil(wide / WIDEST)), 0);
  return { aside: Math.max(icon, Math.min(Math.max(...lines), WIDEST) / 2) + GAP / 2, above: icon, below: icon + rows * LINE + GAP };
}

/** The middle of a node's icon, by that of icon and name together. */
const middle = ([x, y], { above, below }) => rounded({ x, y: y - (below - above) / 2 });
