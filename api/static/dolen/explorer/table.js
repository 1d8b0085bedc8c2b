// The tables that say the same as the picture, row for row: sorted by any column, chosen in step with the picture, and
// walked with the arrow keys.
import { made } from "./dialogs.js";
import { dayWords, locale, relationWords, say, setting } from "./words.js";
import { serafWords } from "./picture.js";

const ROWS_AT_FIRST = 200;
const inWords = new Intl.Collator(locale, { numeric: true });

class Table {
  #sort = { column: 0, down: false };
  #whole = false;
  #rows = [];

  /** `columns` are `{name, value(row), text(row)?}`; the first names the row. `on` hears `choose(id, more)`. */
  constructor(element, columns, on) {
    this.element = element;
    this.columns = columns;
    this.on = on;
    element.addEventListener("click", (event) => this.#clicked(event));
    element.addEventListener("keydown", (event) => this.#walked(event));
  }

  show(rows) {
    this.#rows = rows;
    this.#draw();
  }

  mark(ids, bringIntoSight) {
    const chosen = new Set(ids);
    for (const button of this.element.querySelectorAll("button[data-id]")) {
      const is = chosen.has(button.dataset.id);
      button.setAttribute("aria-pressed", is);
      button.closest("tr").classList.toggle("explorer-row--chosen", is);
    }
    if (bringIntoSight) this.#bringIntoSight(this.#button(ids.at(-1)));
  }

  /** Scroll the table, and not the page, to a row. */
  #bringIntoSight(button) {
    if (button === undefined) return;
    const frame = this.element.parentElement;
    const row = button.closest("tr");
    const head = this.element.tHead.offsetHeight;
    if (row.offsetTop - head < frame.scrollTop) frame.scrollTop = row.offsetTop - head;
    else if (row.offsetTop + row.offsetHeight > frame.scrollTop + frame.clientHeight) frame.scrollTop = row.offsetTop + row.offsetHeight - frame.clientHeight;
  }

  #button = (id) => [...this.element.querySelectorAll("button[data-id]")].find((each) => each.dataset.id === id);

  #draw() {
    const { column, down } = this.#sort;
    const value = this.columns[column].value;
    const order = (one, other) => compare(value(one), value(other)) || inWords.compare(one.id, other.id);
    const rows = [...this.#rows].sort((one, other) => (down ? -order(one, other) : order(one, other)));
    const shown = this.#whole ? rows : rows.slice(0, ROWS_AT_FIRST);
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.id : undefined;
    this.element.tBodies[0].replaceChildren(...shown.map((row) => this.#row(row)));
    this.element.tHead.replaceChildren(this.#head());
    this.element.tFoot.replaceChildren(...(shown.length < rows.length ? [this.#more(shown.length, rows.length)] : []));
    if (focused !== undefined) this.#button(focused)?.focus();
  }

  #head() {
    const cells = this.columns.map((column, at) => {
      const sorted = at === this.#sort.column ? (this.#sort.down ? "descending" : "ascending") : "none";
      const button = made("button", { type: "button", class: "explorer-sort", "data-column": at }, column.name);
      return made("th", { scope: "col", "aria-sort": sorted }, button);
    });
    return made("tr", {}, ...cells);
  }

  #row(row) {
    const [first, ...others] = this.columns;
    const name = made("button", { type: "button", class: "dolen-link-button", "data-id": row.id, "aria-pressed": "false" }, first.text?.(row) ?? first.value(row));
    const cells = others.map((column) => made("td", {}, String(column.text?.(row) ?? column.value(row) ?? "")));
    return made("tr", {}, made("th", { scope: "row" }, ...[first.sign?.(row)].filter(Boolean), name), ...cells);
  }

  #more(shown, total) {
    const button = made("button", { type: "button", class: "dolen-link-button", "data-whole": "" }, say("rows_more", { n: total - shown }));
    return made("tr", {}, made("td", { colspan: this.columns.length }, button));
  }

  #clicked(event) {
    const button = event.target.closest("button");
    if (button === null) return;
    if (button.dataset.whole !== undefined) {
      this.#whole = true;
      this.#draw();
    } else if (button.dataset.column !== undefined) {
      const column = Number(button.dataset.column);
      this.#sort = { column, down: column === this.#sort.column && !this.#sort.down };
      this.#draw();
      this.element.querySelector(`button[data-column="${column}"]`).focus();
      this.on.sorted();
    } else {
      this.on.choose(button.dataset.id, event.ctrlKey || event.shiftKey || event.metaKey);
    }
  }

  #walked(event) {
    const button = event.target.closest("button[data-id]");
    if (button === null || event.ctrlKey || event.altKey) return;
    const rows = [...this.element.querySelectorAll("button[data-id]")];
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -rows.length, End: rows.length }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = rows[Math.max(0, Math.min(rows.indexOf(button) + step, rows.length - 1))];
    to.focus();
    this.on.choose(to.dataset.id, event.shiftKey);
  }
}

function compare(one, other) {
  if (typeof one === "number" && typeof other === "number") return one - other;
  if (!one || !other) return one ? -1 : other ? 1 : 0;
  return inWords.compare(one, other);
}

/** Both tables, over the elements of the page; `on` hears `chooseNode(id, more)`, `chooseLink(id)` and `sorted()`. */
export class Tables {
  constructor(on) {
    const nodes = document.getElementById("explorer-entities");
    const links = document.getElementById("explorer-links");
    this.nodes = new Table(nodes, nodeColumns(), { choose: on.chooseNode, sorted: on.sorted });
    this.links = new Table(links, linkColumns(), { choose: on.chooseLink, sorted: on.sorted });
    this.captions = [nodes.caption, links.caption];
  }

  show(drawn) {
    const names = new Map([...drawn.nodes.values()].map((node) => [node.id, node.label]));
    const links = [...drawn.links.values()].map((link) => ({ ...link, from: names.get(link.start), to: names.get(link.end) }));
    this.nodes.show([...drawn.nodes.values()]);
    this.links.show(links);
    this.captions[0].textContent = say("table_entities", { n: drawn.nodes.size });
    this.captions[1].textContent = say("table_links", { n: links.length });
  }

  mark(selection, source) {
    this.nodes.mark(selection.nodes, source !== "table");
    this.links.mark(selection.link === null ? [] : [selection.link], source !== "table");
  }
}

const nodeColumns = () => [
  { name: say("col_name"), value: (node) => node.label },
  { name: say("col_kind"), value: (node) => setting.kindNames[node.kind] },
  { name: say("col_seraf"), value: (node) => (node.kind === "child" ? -(node.category ?? 0) : 9), text: (node) => (node.kind === "child" ? serafWords(node) : "") },
  { name: say("col_refs"), value: (node) => node.refs.join(", ") },
  { name: say("col_links"), value: (node) => node.links },
  { name: say("col_standing"), value: (node) => [node.fresh && say("is_new"), node.possible && say("possible_match"), node.pinned && say("is_pinned")].filter(Boolean).join(", ") },
];

const linkColumns = () => [
  { name: say("col_from"), value: (link) => link.from, text: (link) => `${link.from} – ${link.to}` },
  { name: say("col_how"), value: relationWords },
  { name: say("col_items"), value: (link) => link.items.length },
  { name: say("col_origins"), value: (link) => link.origins ?? "" },
  { name: say("col_weakest"), value: (link) => link.weakest ?? "", text: (link) => (link.weakest === null ? "" : gradeWords(link.weakest)) },
  { name: say("col_first"), value: (link) => link.first ?? "", text: (link) => dayWords(link.first) },
  { name: say("col_last"), value: (link) => link.last ?? "", text: (link) => dayWords(link.last) },
  { name: say("col_standing"), value: standing },
];

/** `2C`, or that it is not graded. */
export const gradeWords = (key) => (key === "--" ? say("not_graded") : key);

/** Whether a link is confirmed, and whether somebody is there in their work only. */
export const standing = (link) =>
  [link.possible ? say("unconfirmed") : say("confirmed"), link.working && say("at_work")].filter(Boolean).join(", ");
