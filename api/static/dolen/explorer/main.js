// The explorer: brings the parts together and begins with what the address names.
import { Cards } from "./cards.js";
import { choose as chooseSeveral, Finding, Lasso } from "./choosing.js";
import * as commands from "./commands.js";
import { empty, filtered } from "./document.js";
import { askIn } from "./dialogs.js";
import { Adding, begin, expand } from "./expanding.js";
import { Explorer } from "./explorer.js";
import { exportPicture } from "./exporting.js";
import { Filters, presentIn } from "./filters.js";
import { Hovering } from "./hovering.js";
import { bitmaps } from "./icons.js";
import { listen } from "./keys.js";
import { Menu } from "./menu.js";
import { listenHidden, showButtons, showHidden, showLine, showSteps } from "./panels.js";
import { Overview } from "./overview.js";
import { Paths } from "./paths.js";
import { Picture } from "./picture.js";
import { callCasesBy } from "./reasons.js";
import { opened, Saving } from "./saving.js";
import { fillWindow, toggleFullScreen, togglePanel } from "./space.js";
import { Tables } from "./table.js";
import { TimeBar } from "./timebar.js";
import { viewInAddress, Viewing } from "./viewing.js";
import { Views } from "./views.js";
import { say, setting } from "./words.js";

const BROUGHT_ALONG = 40;

async function start() {
  fillWindow();
  const icons = bitmaps();
  let saved = null;
  let refused = null;
  if (setting.saved !== null) saved = await opened(setting.saved, viewInAddress()).catch((error) => (refused = error) && null);
  const view = viewInAddress() || (saved?.picture.view ?? "");
  const explorer = new Explorer(saved === null ? empty(view) : { ...saved.picture, view });
  callCasesBy((id) => explorer.knowledge.names.get(id));
  const parts = build(explorer, saved, await icons);
  if (refused !== null) await explorer.attempt(() => Promise.reject(refused));
  else if (saved !== null) await explorer.carryOut(say("did_open", { name: saved.name }), (doc) => doc);
  else await begin(explorer, setting.ids, BROUGHT_ALONG);
  explorer.history.beginHere();
  parts.saving.started();
  explorer.picture.fit();
  if (setting.ids.length === 1 && explorer.drawn.nodes.has(setting.ids[0])) explorer.selection.choose([setting.ids[0]]);
  parts.cards.show();
  showButtons(explorer);
  showSteps(explorer);
  document.getElementById("explorer").dataset.ready = Math.round(performance.now());
}

function build(explorer, saved, icons) {
  const choose = (nodes, source) => explorer.selection.choose(nodes, source);
  const filter = (words, other) => explorer.carryOut(words, (doc) => filtered(doc, other(doc.filters)));
  const cards = new Cards(explorer);
  explorer.picture = new Picture(document.getElementById("explorer-picture"), icons, {
    choose: (nodes) => choose(nodes, "picture"),
    chooseLink: (link) => explorer.selection.chooseLink(link, "picture"),
    expand: (node) => {
      choose([node], "picture");
      expand(explorer);
    },
    open: () => cards.open(),
    move: (places) => commands.move(explorer, places),
    joins: (one, other) => commands.mayBeOne(...[one, other].map((id) => explorer.drawn.nodes.get(id))),
    join: (one, other) => commands.suppose(explorer, [one, other].map((id) => explorer.drawn.nodes.get(id))),
  });
  const tables = new Tables({
    chooseNode: (id, more) => {
      if (more) explorer.selection.toggle(id, "table");
      else choose([id], "table");
      explorer.picture.reveal(id);
    },
    chooseLink: (id) => explorer.selection.chooseLink(id, "table"),
    sorted: () => tables.mark(explorer.selection, "table"),
  });
  const [filters, timeBar, paths, viewing] = [new Filters(filter), new TimeBar(filter), new Paths(explorer), new Viewing(explorer)];
  const saving = new Saving(explorer, saved);
  const lasso = new Lasso(explorer);
  const views = new Views(explorer);
  new Adding(explorer);
  new Finding(explorer);
  new Hovering(explorer, explorer.picture.cy);
  new Menu(explorer, explorer.picture.cy);
  const overview = new Overview(explorer.picture.cy);
  const labels = document.getElementById("explorer-labels");
  labels.addEventListener("change", () => explorer.picture.writeLinks(labels.checked));
  listenHidden(explorer);

  explorer.watched(() => {
    explorer.picture.show(explorer.drawn);
    explorer.picture.revealAll(explorer.fresh);
    explorer.picture.mark(explorer.selection);
    showLine(explorer);
    showButtons(explorer);
    showHidden(explorer);
    cards.show();
    viewing.show();
    saving.show();
    afterwards(() => {
      tables.show(explorer.drawn);
      tables.mark(explorer.selection, "table");
      filters.show(explorer.doc, explorer.drawn, presentIn(explorer.doc, explorer.knowledge));
      timeBar.show(explorer.doc, explorer.drawn, explorer.knowledge);
      showSteps(explorer);
      views.show();
    });
  });
  explorer.selection.heard((source) => {
    explorer.picture.mark(explorer.selection);
    tables.mark(explorer.selection, source);
    showButtons(explorer);
    cards.show();
    if (source === "keys") explorer.say(cards.spoken);
  });

  const help = () => askIn("explorer-help");
  const open = () => cards.open();
  listen(explorer, { open, help, lasso: lasso.toggle });
  buttons({
    undo: explorer.undo, redo: explorer.redo, expand: () => expand(explorer), hide: () => commands.hide(explorer),
    others: () => commands.hideOthers(explorer), pin: () => commands.pin(explorer), group: () => commands.group(explorer),
    ungroup: () => commands.ungroup(explorer), note: () => commands.note(explorer), choose: () => chooseSeveral(explorer), lasso: lasso.toggle, path: () => paths.open(),
    arrange: () => commands.arrange(explorer, document.getElementById("explorer-layout").value), panel: togglePanel, overview: overview.toggle, full: toggleFullScreen, fit: () => explorer.picture.fit(), nearer: () => explorer.picture.zoom(1.25),
    farther: () => explorer.picture.zoom(0.8), save: saving.save, copy: () => saving.copy(), rename: () => saving.rename(),
    share: () => saving.share(), remove: () => saving.remove(), export: () => exportPicture(explorer, saving.saved?.name, views.name), help,
    network: () => views.see("network"), timeline: () => views.see("timeline"), places: () => views.see("places"),
  });
  return { saving, cards };
}

function buttons(does) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-does]");
    if (button !== null) does[button.dataset.does]();
  });
}

/** Once the picture has been drawn: what stands below it is not waited for. Only the last of several is done. */
let waiting = 0;
function afterwards(work) {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(() => setTimeout(work));
}

await start();
