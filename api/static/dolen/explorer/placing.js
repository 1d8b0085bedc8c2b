// Where things stand. What is new is put beside what it is linked with, into the nearest free place, and nothing that is
// there moves; only arranging moves things, and never what is pinned. The same picture is always arranged the same way.

const ROOM = { x: 128, y: 104 };
const key = (column, row) => `${column},${row}`;

/** Free places on a grid around a point, nearest first. */
class Places {
  #taken = new Set();

  constructor(positions) {
    for (const [x, y] of positions) this.#take(x / ROOM.x, y / ROOM.y);
  }

  /** A thing that stands between places takes each that it reaches into. */
  #take(column, row) {
    for (const c of new Set([Math.round(column - 0.3), Math.round(column + 0.3)]))
      for (const r of new Set([Math.round(row - 0.3), Math.round(row + 0.3)])) this.#taken.add(key(c, r));
  }

  nearest([x, y]) {
    const [column, row] = [Math.round(x / ROOM.x), Math.round(y / ROOM.y)];
    for (let ring = 0; ; ring += 1) {
      const free = ringAround(column, row, ring)
        .filter(([c, r]) => !this.#taken.has(key(c, r)))
        .map(([c, r]) => ({ at: [c * ROOM.x, r * ROOM.y], far: Math.hypot(c * ROOM.x - x, r * ROOM.y - y) }))
        .sort((one, other) => one.far - other.far);
      if (free.length) {
        this.#take(free[0].at[0] / ROOM.x, free[0].at[1] / ROOM.y);
        return free[0].at;
      }
    }
  }
}

function ringAround(column, row, ring) {
  if (ring === 0) return [[column, row]];
  const found = [];
  for (let step = -ring; step <= ring; step += 1) {
    found.push([column + step, row - ring], [column + step, row + ring]);
    if (Math.abs(step) < ring) found.push([column - ring, row + step], [column + ring, row + step]);
  }
  return found;
}

/** Places for nodes that have none yet: beside what each is linked with, those with most links first. */
export function beside(nodes, links, around = null) {
  const at = new Map();
  for (const node of nodes.values()) if (node.place) at.set(node.id, node.place);
  const places = new Places(at.values());
  const near = new Map([...nodes.keys()].map((id) => [id, []]));
  for (const { start, end } of links.values()) {
    near.get(start).push(end);
    near.get(end).push(start);
  }
  const middle = around ?? centre([...at.values()]);
  const fresh = [...nodes.values()].filter((node) => !node.place);
  const found = {};
  while (fresh.length) {
    const settled = (node) => near.get(node.id).filter((id) => at.has(id)).length;
    fresh.sort((one, other) => settled(other) - settled(one) || near.get(other.id).length - near.get(one.id).length);
    const node = fresh.shift();
    const linked = near.get(node.id).filter((id) => at.has(id)).map((id) => at.get(id));
    const place = places.nearest(linked.length ? centre(linked) : middle);
    at.set(node.id, place);
    found[node.id] = place;
  }
  return found;
}

/** The free place nearest to a point. */
export const freePlace = (positions, point) => new Places(positions).nearest(point);

/** The middle of some places. */
export function centre(places) {
  if (!places.length) return [0, 0];
  const sum = places.reduce(([x, y], [a, b]) => [x + a, y + b], [0, 0]);
  return [sum[0] / places.length, sum[1] / places.length];
}

/** From so many nodes on a picture is large: fcose starts where its first, rough places are, with little left to move. */
export const LARGE = 150;

/** Places for every node that is not pinned: by fcose, then pushed apart until no name covers another. */
export function arranged(cy) {
  const fixed = cy.nodes(".pinned").map((node) => ({ nodeId: node.id(), position: { ...node.position() } }));
  const roll = Math.random;
  Math.random = dice(cy.nodes().length);
  try {
    cy.layout({
      name: "fcose",
      quality: cy.nodes().length > LARGE ? "default" : "proof",
      initialEnergyOnIncremental: cy.nodes().length > LARGE ? 0.1 : 0.3,
      animate: false,
      fit: false,
      randomize: true,
      nodeDimensionsIncludeLabels: true,
      nodeSeparation: 75,
      idealEdgeLength: 60,
      nodeRepulsion: 6000,
      tilingPaddingVertical: 24,
      tilingPaddingHorizontal: 24,
      fixedNodeConstraint: fixed.length ? fixed : undefined,
    }).run();
  } finally {
    Math.random = roll;
  }
  for (const { nodeId, position } of fixed) cy.getElementById(nodeId).position(position); // fcose lifts it by its name's height
  const pull = fixed.length ? 1 : stretch(cy);
  return apart(cy.nodes().map((node) => room(node, pull)));
}

/** How far a node with its name reaches from its middle to each side. */
function room(node, pull) {
  const { x, y } = node.position();
  const box = node.boundingBox({ includeUnderlays: false, includeOverlays: false });
  const [left, right, above, below] = [x - box.x1, box.x2 - x, y - box.y1, box.y2 - y];
  return { id: node.id(), x: x * pull, y, left, right, above, below, fixed: node.hasClass("pinned") };
}

const GAP = 6;
const ROUNDS = 200;

/** Move what overlaps apart along the shorter way, a little at a time, until nothing does. */
function apart(rooms) {
  for (let round = 0, moved = true; moved && round < ROUNDS; round += 1) {
    moved = false;
    rooms.sort((one, other) => one.x - one.left - (other.x - other.left));
    for (let i = 0; i < rooms.length; i += 1)
      for (let j = i + 1; j < rooms.length && rooms[j].x - rooms[j].left < rooms[i].x + rooms[i].right + GAP; j += 1)
        moved = push(rooms[i], rooms[j]) || moved;
  }
  return Object.fromEntries(rooms.map((each) => [each.id, rounded(each)]));
}

function push(one, other) {
  const wide = Math.min(one.x + one.right - (other.x - other.left), other.x + other.right - (one.x - one.left)) + GAP;
  const high = Math.min(one.y + one.below - (other.y - other.above), other.y + other.below - (one.y - one.above)) + GAP;
  if (wide <= 0 || high <= 0 || (one.fixed && other.fixed)) return false;
  const share = one.fixed || other.fixed ? 1 : 0.5;
  const [along, far] = wide < high ? ["x", wide] : ["y", high];
  const way = other[along] >= one[along] ? 1 : -1;
  if (!one.fixed) one[along] -= way * far * share;
  if (!other.fixed) other[along] += way * far * share;
  return true;
}

/** How far to pull the picture apart sideways, so that it fills a stage that is wider than it is high. */
function stretch(cy) {
  const box = cy.elements().boundingBox();
  const wanted = (cy.width() / cy.height()) * (box.h / box.w);
  return Math.max(1, Math.min(wanted, 1.5));
}

export const rounded = ({ x, y }) => [Math.round(x * 10) / 10, Math.round(y * 10) / 10];

/** Dice that fall the same way each time (mulberry32), so that a picture is always arranged in the same way. */
function dice(seed) {
  let state = seed + 0x6d2b79f5;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Whether a point lies within a shape, by how often a line from it to the right crosses the shape's sides. */
export function isInside({ x, y }, corners) {
  let inside = false;
  corners.forEach(([x1, y1], at) => {
    const [x2, y2] = corners[(at + 1) % corners.length];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  });
  return inside;
}
