// What the keys do. They are taken from the browser only while the focus is in the picture or in its tables.
import * as commands from "./commands.js";
import { choose, chooseLinked } from "./choosing.js";
import { expand } from "./expanding.js";

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const STEP = 24;

/** Listen on the picture, and for commands on the tables too. `open` opens the card, `help` the list of keys, `lasso` lays it on. */
export function listen(explorer, { open, help, lasso }) {
  const { picture } = explorer;
  picture.element.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    const key = event.ctrlKey || event.metaKey ? "" : event.key;
    if (arrow && event.ctrlKey) push(explorer, arrow);
    else if (arrow && !event.altKey) walk(explorer, arrow, event.shiftKey);
    else if (key === "Enter") open();
    else if (key === "Escape") explorer.selection.choose([]);
    else if (key === "+" || key === "=") picture.zoom(1.25);
    else if (key === "-") picture.zoom(0.8);
    else if (key === "0") picture.fit();
    else if (key === "?") help();
    else if (key === "l") lasso();
    else if (key === "n") chooseLinked(explorer);
    else if (key === "s") commands.compare(explorer);
    else return;
    event.preventDefault();
  });
  document.getElementById("explorer-side").addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("details[open]") === null) picture.element.focus();
  });
  for (const place of [picture.element, document.getElementById("explorer-tables")])
    place.addEventListener("keydown", (event) => command(event, explorer, open));
}

function command(event, explorer, open) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const does = {
    e: () => expand(explorer),
    h: () => (event.shiftKey ? commands.hideOthers(explorer) : commands.hide(explorer)),
    i: open,
    f: () => explorer.picture.fit(),
    k: () => choose(explorer),
    a: () => explorer.selection.choose([...explorer.drawn.nodes.keys()]),
    z: event.shiftKey ? explorer.redo : explorer.undo,
    y: explorer.redo,
  }[event.key.toLowerCase()];
  const inTable = event.target.closest("#explorer-tables") !== null;
  if (does === undefined || (inTable && ["f", "a"].includes(event.key.toLowerCase()))) return;
  event.preventDefault();
  does();
}

/** Choose what lies nearest in a direction; from nothing, the first of the picture, a group only where there is nothing else. */
function walk(explorer, arrow, more) {
  const { selection, picture, drawn } = explorer;
  const from = selection.last;
  const to = from === undefined ? firstOf(drawn) : picture.towards(from, arrow);
  if (to === undefined) return;
  selection.choose(more ? [...selection.nodes.filter((id) => id !== to), to] : [to], "keys");
  picture.reveal(to);
}

function firstOf({ nodes }) {
  const all = [...nodes.values()];
  return (all.find((node) => node.kind !== "group") ?? all[0])?.id;
}

/** Push what is chosen a little way. */
function push(explorer, [dx, dy]) {
  const places = explorer.chosen.map((node) => [node.id, [node.place[0] + dx * STEP, node.place[1] + dy * STEP]]);
  commands.move(explorer, Object.fromEntries(places), { pushed: true });
}
