// The card beside the picture: who or what is chosen, at once from what is known; and, when asked for, the items of
// intelligence behind it with their grades, as the server gives them.
import { address, inPath, part } from "./asking.js";
import { comparison, supposed } from "./commands.js";
import { made, sign } from "./dialogs.js";
import { serafWords } from "./picture.js";
import { gradeWords, standing } from "./table.js";
import { relationWords, say, setting, spanWords } from "./words.js";

const MOST_CITED = 200;
const MOST_NAMED = 20;

export class Cards {
  #behind = null;

  constructor(explorer) {
    this.explorer = explorer;
    this.place = document.getElementById("explorer-card");
    this.items = document.getElementById("explorer-items");
    this.button = document.getElementById("explorer-open");
    this.button.addEventListener("click", () => this.open());
    // What a card leads to opens beside the picture, which would otherwise be lost.
    document.body.addEventListener("htmx:afterSettle", () => {
      for (const link of this.items.querySelectorAll("a[href]")) link.target = "_blank";
    });
  }

  /** Say what is chosen. */
  show() {
    const { selection, drawn } = this.explorer;
    const link = selection.link === null ? undefined : drawn.links.get(selection.link);
    const chosen = this.explorer.chosen;
    this.items.replaceChildren();
    this.#behind = null;
    if (link !== undefined) this.#showLink(link);
    else if (chosen.length === 1) this.#showNode(chosen[0]);
    else if (chosen.length) this.#showSeveral(chosen);
    else this.place.replaceChildren(made("p", { class: "govuk-body" }, say("choose_one")));
    const page = comparison(this.explorer);
    if (page !== null) {
      const [one, other] = supposed(this.explorer);
      this.place.append(made("p", { class: "govuk-body-s" }, away(page, say("compare", { one: one.label, other: other.label }))));
    }
    this.button.hidden = this.#behind === null;
  }

  /** What is chosen, as it is said aloud. */
  get spoken() {
    return [...this.place.querySelectorAll(".explorer-card__name, p")].filter((part) => !part.querySelector("a")).map((part) => part.textContent.trim()).join(". ");
  }

  /** Open the items behind what is chosen, and bring the reader there. */
  async open() {
    if (this.#behind === null) return;
    const behind = this.#behind;
    document.getElementById("explorer-side").scrollIntoView({ block: "nearest" });
    await this.explorer.attempt(async () => {
      const markup = await part(behind);
      if (this.#behind !== behind) return; // something else was chosen meanwhile
      window.htmx.swap(this.items, markup, { swapStyle: "innerHTML" });
      this.items.focus({ preventScroll: true });
    });
  }

  /** How many are chosen, and the names of the first of them. */
  #showSeveral(chosen) {
    const names = chosen.slice(0, MOST_NAMED).map((node) => made("li", {}, sign(setting.icons[node.kind]), ` ${node.label}`));
    const heading = made("p", { class: "govuk-body" }, say("chosen_several", { what: this.explorer.counted(chosen) }));
    this.place.replaceChildren(heading, made("ul", { class: "govuk-list explorer-chosen" }, ...names));
    if (chosen.length > MOST_NAMED) this.place.append(made("p", { class: "govuk-body-s" }, say("names_cut", { n: chosen.length - MOST_NAMED })));
  }

  #showNode(node) {
    const { doc } = this.explorer;
    const lines = [];
    if (node.kind === "child") lines.push(made("span", { class: `dolen-seraf dolen-seraf--${node.category ?? "none"}` }, serafWords(node)));
    if (node.possible) lines.push(made("strong", { class: "govuk-tag govuk-tag--yellow" }, say("possible_match")));
    if (node.refs.length) lines.push(made("span", { class: "dolen-refs" }, node.refs.join(", ")));
    if (node.kind === "note") lines.push(made("span", {}, this.#about(node)));
    else lines.push(made("span", {}, say("links", { n: node.links })));
    const heading = made("h2", { class: "govuk-heading-s explorer-card__name" }, sign(setting.icons[node.kind]), ` ${node.label}`);
    if (node.hypothesis) lines.push(made("strong", {}, say("hypothesis_means")));
    if (node.common) lines.push(made("span", { class: "govuk-tag govuk-tag--grey" }, say("common_place")));
    const stated = [setting.kindNames[node.kind], ...(node.premises_kinds ?? []), ...(node.roles ?? [])];
    const kind = made("p", { class: "govuk-body-s" }, stated.join(", "));
    this.place.replaceChildren(heading, kind, ...lines.map((line) => made("p", { class: "govuk-body-s" }, line)));
    if (node.kind === "note") return;
    if (node.kind === "group") {
      this.place.append(made("ul", { class: "govuk-list" }, ...node.members.map((member) => made("li", {}, member.label))));
      return;
    }
    const page = address(`/${setting.pages[node.kind]}/${inPath(node.id)}`, {}, doc.view);
    this.place.append(made("p", { class: "govuk-body-s" }, away(page, say("open_page"))));
    this.#behind = address("/explorer/card", { id: node.id }, doc.view);
  }

  #about(note) {
    const names = note.about.map((id) => this.explorer.knowledge.entities.get(id).label);
    return names.length ? say("about", { names: names.join("; ") }) : say("about_all");
  }

  #showLink(link) {
    const { drawn, doc } = this.explorer;
    const [start, end] = [drawn.nodes.get(link.start), drawn.nodes.get(link.end)];
    const lines = [
      `${relationWords(link)}; ${standing(link)}`,
      [say("items_short", { n: link.items.length }), link.origins === null ? "" : say("origins", { n: link.origins }), link.weakest === null ? "" : say("weakest", { grade: gradeWords(link.weakest) })].filter(Boolean).join(", "),
      spanWords(link),
    ];
    const heading = made("h2", { class: "govuk-heading-s explorer-card__name" }, `${start.label} – ${end.label}`);
    this.place.replaceChildren(heading, ...lines.map((line) => made("p", { class: "govuk-body-s" }, line)));
    if (link.items.length > MOST_CITED) this.place.append(made("p", { class: "govuk-body-s" }, say("items_cut", { n: MOST_CITED })));
    if (start.kind !== "group" && end.kind !== "group")
      this.place.append(made("p", { class: "govuk-body-s" }, away(address("/evidence", { start: link.start, end: link.end }, doc.view), say("open_evidence"))));
    const child = [start, end].find((node) => node.kind === "child");
    this.#behind = address("/items", { ref: link.items.slice(0, MOST_CITED), ...(child ? { case: child.id } : {}) }, doc.view);
  }
}

const away = (href, words) => made("a", { class: "govuk-link", href, target: "_blank", rel: "noopener" }, words);
