"use strict";
// The map in the page: draws icons and names so that they can be read at any zoom. Names keep a readable size; where
// there is no room for all of them, what most is linked with comes first, then children, and the page says how many are
// written. Uses vis-network as shipped with pyvis.
(function () {
  const NAME_LEAST = 11.5, NAME_MOST = 19, ICON_LEAST = 17, BADGE_LEAST = 6.5, LINK_LEAST = 0.9, LINK_WORDING_FROM = 0.6;
  const HUB_LINKS = 12, HUBS = 12;
  const CELL = 64, DASH = [7, 5], DASH_LEAST = [4, 3];
  const INK = "#14181c", QUIET = "#4a5560", LINE = "#46515c", PAPER = "#ffffff", CHOSEN = "#ffdd00";
  const FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif";

  const given = JSON.parse(document.getElementById("network").content.textContent);
  const options = JSON.parse(document.getElementById("options").content.textContent);
  const box = document.getElementById("map");
  const chosen = document.getElementById("chosen");
  const written = document.getElementById("written");

  const images = {};
  for (const [name, source] of Object.entries(given.icons)) {
    images[name] = new Image();
    images[name].src = source;
  }

  let network = null;

  // How much larger an icon is drawn than its size, so that it is still recognisable when zoomed out.
  const enlarged = () => Math.max(1, ICON_LEAST / (46 * (network ? network.getScale() : 1)));

  // The SERAF category at a person's upper right; its number stays readable at any zoom.
  function badge(ctx, { text, ink, ground, dashed }, x, y, away) {
    const scale = network ? network.getScale() : 1, radius = Math.max(10, BADGE_LEAST / scale);
    ctx.beginPath();
    ctx.arc(x + away, y - away, radius, 0, 2 * Math.PI);
    ctx.fillStyle = ground;
    ctx.fill();
    ctx.lineWidth = radius * 0.15;
    ctx.strokeStyle = INK;
    if (dashed) ctx.setLineDash([radius * 0.25, radius * 0.2]);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.font = "bold " + radius * 1.4 + "px " + FONT;
    ctx.textAlign = "center";
    ctx.textBaseline = "alphabetic";
    ctx.fillStyle = ink;
    ctx.fillText(text, x + away, y - away + radius * 0.49);
  }

  function icon({ ctx, id, x, y, state }) {
    const node = byId.get(id), side = 76 * enlarged(), half = 23 * node.growth * enlarged();
    return {
      drawNode() {
        if (state.selected || state.hover) {
          ctx.beginPath();
          ctx.arc(x, y, half * 1.45, 0, 2 * Math.PI);
          ctx.fillStyle = CHOSEN;
          ctx.fill();
        }
        if (images[node.icon].complete) ctx.drawImage(images[node.icon], x - side / 2, y - side / 2, side, side);
        if (node.badge) badge(ctx, node.badge, x, y, half * 0.78);
      },
      nodeDimensions: { width: 2 * half, height: 2 * half },
    };
  }

  const byId = new Map(given.nodes.map((node) => [node.id, node]));
  const nodes = given.nodes.map((node) => ({
    id: node.id, x: node.x, y: node.y, title: node.title, shape: "custom", ctxRenderer: icon,
  }));
  // vis-network is left to find which link is pointed at; links are drawn below, as in the printed picture.
  const edges = given.edges.map((edge, number) => ({
    id: number, from: edge.from, to: edge.to, title: edge.title, smooth: edge.smooth, width: edge.width,
    color: { opacity: 0, inherit: false },
  }));
  const pointedAt = new Set();

  // A link as a quadratic curve in pixels of the screen: start, control point, end.
  function curve(edge, places) {
    const start = places.get(edge.from), end = places.get(edge.to);
    return [start, {
      x: (start.x + end.x) / 2 + 2 * edge.bend * (end.y - start.y),
      y: (start.y + end.y) / 2 - 2 * edge.bend * (end.x - start.x),
    }, end];
  }

  function onScreen(ctx, draw) {
    const ratio = window.devicePixelRatio || 1, at = network.getPositions();
    const places = new Map(given.nodes.map((node) => [node.id, network.canvasToDOM(at[node.id])]));
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0); // pixels of the screen, so that text and lines do not shrink with the map
    draw(places);
    ctx.restore();
  }

  function links(ctx) {
    const scale = network.getScale(), picked = new Set(network.getSelectedEdges());
    onScreen(ctx, (places) => {
      for (const [number, edge] of given.edges.entries()) {
        const [start, over, end] = curve(edge, places), marked = picked.has(number) || pointedAt.has(number);
        ctx.beginPath();
        ctx.moveTo(start.x, start.y);
        ctx.quadraticCurveTo(over.x, over.y, end.x, end.y);
        ctx.lineWidth = Math.max(LINK_LEAST, edge.width * Math.min(scale, 1.5)) + (marked ? 1.5 : 0);
        ctx.setLineDash(edge.confirmed ? [] : DASH.map((length, i) => Math.max(DASH_LEAST[i], length * scale)));
        ctx.strokeStyle = marked ? INK : LINE;
        ctx.stroke();
      }
    });
  }

  // Where something is written already, in pixels of the screen.
  class Written {
    constructor() { this.cells = new Map(); }
    *near([left, top, right, bottom]) {
      for (let i = Math.floor(left / CELL); i <= Math.floor(right / CELL); i++) {
        for (let j = Math.floor(top / CELL); j <= Math.floor(bottom / CELL); j++) yield i + ":" + j;
      }
    }
    free(area, owner) {
      for (const cell of this.near(area)) {
        for (const [other, by] of this.cells.get(cell) || []) {
          if (by !== owner && area[0] < other[2] && other[0] < area[2] && area[1] < other[3] && other[1] < area[3]) return false;
        }
      }
      return true;
    }
    take(area, owner) {
      for (const cell of this.near(area)) {
        if (!this.cells.has(cell)) this.cells.set(cell, []);
        this.cells.get(cell).push([area, owner]);
      }
    }
  }

  function write(ctx, text, x, y, size, ink, strong) {
    ctx.font = (strong ? "bold " : "") + size + "px " + FONT;
    ctx.lineWidth = size * 0.32;
    ctx.strokeStyle = PAPER;
    ctx.lineJoin = "round";
    ctx.strokeText(text, x, y);
    ctx.fillStyle = ink;
    ctx.fillText(text, x, y);
  }

  // Behind a name that is written over icons.
  function plate(ctx, [left, top, right, bottom]) {
    ctx.fillStyle = "rgba(255, 255, 255, 0.82)";
    ctx.fillRect(left, top, right - left, bottom - top);
  }

  function width(ctx, text, size, strong) {
    ctx.font = (strong ? "bold " : "") + size + "px " + FONT;
    return ctx.measureText(text).width;
  }

  // What many are linked through is what the picture shows: its name is written even over icons, which stay reachable.
  const hubs = new Set(given.nodes.filter((node) => node.kind !== "child" && node.links >= HUB_LINKS)
    .sort((a, b) => b.links - a.links).slice(0, HUBS).map((node) => node.id));

  // The most important first: what is chosen, hubs, children, then by number of links.
  const order = given.nodes.slice().sort((a, b) => hubs.has(b.id) - hubs.has(a.id)
    || (b.kind === "child") - (a.kind === "child") || b.links - a.links);

  // Where a name may stand at its icon, best first; never above, where it could be taken for that of another icon.
  function stands(at, half, aside, high) {
    return [
      ["center", at.x, at.y + half * 1.1 + 2, [at.x - aside, at.x + aside]],
      ["left", at.x + half + 5, at.y - high / 2 + half * 0.3, [at.x + half + 5, at.x + half + 5 + 2 * aside]],
      ["right", at.x - half - 4, at.y - high / 2, [at.x - half - 4 - 2 * aside, at.x - half - 4]],
    ].map(([align, x, top, [left, right]]) => ({ align, x, top, space: [left, top, right, top + high] }));
  }

  const inside = ([left, top, right, bottom]) =>
    left >= 0 && top >= 0 && right <= box.clientWidth && bottom <= box.clientHeight;

  function names(ctx) {
    const scale = network.getScale(), size = Math.min(NAME_MOST, Math.max(NAME_LEAST, 12 * scale));
    const picked = new Set(network.getSelectedNodes());
    const first = (node) => (picked.has(node.id) ? 1 : 0);
    onScreen(ctx, (places) => {
      const area = new Written(), lettered = new Written(), halves = new Map();
      for (const node of order) {
        const at = places.get(node.id), half = 21 * node.growth * enlarged() * scale;
        halves.set(node.id, half);
        area.take([at.x - half, at.y - half, at.x + half, at.y + half], node.id);
        if (node.badge) {
          const radius = Math.max(10 * scale, BADGE_LEAST), away = half * 0.85;
          area.take([at.x + away - radius, at.y - away - radius, at.x + away + radius, at.y - away + radius], node.id);
        }
      }
      let count = 0;
      for (const node of order.slice().sort((a, b) => first(b) - first(a))) {
        // In lines as in print, or, where these find no room, on one line.
        const forms = node.lines.length > 1 ? [node.lines, [[node.label, false]]] : [node.lines];
        const possible = forms.flatMap((lines) => {
          const aside = Math.max(...lines.map(([text, strong]) => width(ctx, text, size, strong))) / 2 + 1;
          return stands(places.get(node.id), halves.get(node.id), aside, size * 1.17 * lines.length)
            .map((stand) => ({ ...stand, lines }));
        });
        const stand = possible.find(({ space }) => inside(space) && area.free(space, node.id))
          || (hubs.has(node.id) && possible.find(({ space }) => inside(space) && lettered.free(space, node.id)))
          || (picked.has(node.id) ? possible[0] : null);
        if (!stand) continue;
        area.take(stand.space, node.id);
        lettered.take(stand.space, node.id);
        if (hubs.has(node.id)) plate(ctx, stand.space);
        count += 1;
        ctx.textAlign = stand.align;
        stand.lines.forEach(([text, strong], row) =>
          write(ctx, text, stand.x, stand.top + size * (0.95 + 1.17 * row), size, INK, strong));
      }
      if (scale >= LINK_WORDING_FROM) wording(ctx, area, places, Math.max(11, size * 0.8));
      written.textContent = count === nodes.length
        ? "Every name is written."
        : count + " of " + nodes.length + " names are written in this view: zoom in, or read the tables.";
    });
  }

  // What a link says, along the link, where that covers nothing else.
  function wording(ctx, area, places, size) {
    ctx.textAlign = "center";
    for (const [number, edge] of given.edges.entries()) {
      if (!edge.label) continue;
      const [start, over, end] = curve(edge, places), long = width(ctx, edge.label, size, false);
      const slope = Math.atan((end.y - start.y) / (end.x - start.x || 1e-6));
      for (const share of [0.5, 0.42, 0.58, 0.34, 0.66]) {
        const [a, b, c] = [(1 - share) ** 2, 2 * share * (1 - share), share ** 2];
        const x = a * start.x + b * over.x + c * end.x, y = a * start.y + b * over.y + c * end.y;
        const squares = [];
        for (let along = -long / 2; along <= long / 2; along += size) {
          const [i, j] = [x + along * Math.cos(slope), y + along * Math.sin(slope)];
          squares.push([i - size * 0.6, j - size * 0.6, i + size * 0.6, j + size * 0.6]);
        }
        if (!squares.every((square) => area.free(square, null))) continue;
        for (const square of squares) area.take(square, "link " + number);
        ctx.save();
        ctx.translate(x, y);
        ctx.rotate(slope);
        ctx.fillStyle = PAPER;
        ctx.fillRect(-long / 2, -size * 0.5, long, size);
        write(ctx, edge.label, 0, size * 0.35, size, QUIET, false);
        ctx.restore();
        break;
      }
    }
  }

  network = new vis.Network(box, { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) }, options);
  for (const inner of box.querySelectorAll("[tabindex]")) inner.tabIndex = -1; // the map itself takes the focus
  network.on("beforeDrawing", links);
  network.on("afterDrawing", names);
  network.on("hoverEdge", ({ edge }) => pointedAt.add(edge));
  network.on("blurEdge", ({ edge }) => pointedAt.delete(edge));
  for (const image of Object.values(images)) image.addEventListener("load", () => network.redraw());

  const whole = () => network.fit({ maxZoomLevel: 1.5 });
  const zoom = (by) => network.moveTo({ scale: Math.min(6, Math.max(0.02, network.getScale() * by)) });
  const move = (x, y) => {
    const at = network.getViewPosition(), step = 80 / network.getScale();
    network.moveTo({ position: { x: at.x + x * step, y: at.y + y * step } });
  };

  function tell(id) {
    const links = given.edges.filter((edge) => edge.from === id || edge.to === id).map((edge) => edge.title);
    chosen.textContent = byId.get(id).title + ". " + (links.length ? "Links: " + links.join(" | ") : "No links in this map.");
  }

  function show(id) {
    network.selectNodes([id]);
    network.moveTo({ position: network.getPositions([id])[id], scale: Math.max(1.1, network.getScale()) });
    tell(id);
  }

  network.on("selectNode", (event) => tell(event.nodes[0]));

  document.getElementById("nearer").addEventListener("click", () => zoom(1.4));
  document.getElementById("farther").addEventListener("click", () => zoom(1 / 1.4));
  document.getElementById("whole").addEventListener("click", whole);
  for (const button of document.querySelectorAll("[data-show]")) {
    button.addEventListener("click", () => {
      show(button.dataset.show);
      box.scrollIntoView({ block: "center" });
      box.focus({ preventScroll: true });
    });
  }

  const find = document.getElementById("find");
  let turn = 0, sought = "";
  function next() {
    const text = find.value.trim().toLocaleLowerCase("en-GB");
    const hits = text === "" ? [] : given.nodes.filter((node) => node.label.toLocaleLowerCase("en-GB").includes(text));
    turn = text === sought ? turn + 1 : 0;
    sought = text;
    if (hits.length > 0) show(hits[turn % hits.length].id);
    else chosen.textContent = text === "" ? "Type part of a name to find." : "No match in this map.";
  }
  document.getElementById("found").addEventListener("click", next);
  find.addEventListener("keydown", (event) => { if (event.key === "Enter") next(); });

  const keys = {
    ArrowLeft: () => move(-1, 0), ArrowRight: () => move(1, 0), ArrowUp: () => move(0, -1), ArrowDown: () => move(0, 1),
    "+": () => zoom(1.4), "=": () => zoom(1.4), "-": () => zoom(1 / 1.4), "0": whole,
  };
  box.addEventListener("keydown", (event) => {
    if (keys[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      keys[event.key]();
      event.preventDefault();
    }
  });

  whole();
})();
