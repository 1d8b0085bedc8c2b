// The items behind the links over time, month by month: drag over the bars or give two dates, and only links with an item
// of that time are shown.
import { isWanted } from "./drawn.js";
import { say } from "./words.js";

const HEIGHT = 92;
const monthOf = (iso) => Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7)) - 1;
const secondsOf = (month) => Date.UTC(Math.floor(month / 12), month % 12) / 1000;

export class TimeBar {
  #chart = null;
  #span = null;

  /** `change(words, other)` is called with another period: `other` gives it. */
  constructor(change) {
    this.change = change;
    this.box = document.getElementById("explorer-bars");
    this.from = document.getElementById("explorer-from");
    this.to = document.getElementById("explorer-to");
    this.none = document.getElementById("explorer-undated");
    document.getElementById("explorer-all-time").addEventListener("click", () => this.#choose("", ""));
    for (const date of [this.from, this.to]) date.addEventListener("change", () => this.#choose(this.from.value, this.to.value));
    new ResizeObserver(() => this.#chart?.setSize({ width: this.box.clientWidth, height: HEIGHT })).observe(this.box);
  }

  show(doc, drawn, knowledge) {
    const { from, to, agencies } = doc.filters;
    this.from.value = from;
    this.to.value = to;
    const whenever = { from: "", to: "", agencies };
    const items = [...new Set(drawn.among.flatMap((link) => knowledge.behind(link)))].filter((item) => isWanted(item, whenever));
    const dated = items.filter((item) => item.first !== null);
    const undated = items.length - dated.length;
    this.none.textContent = undated ? say("undated_items", { n: undated }) : "";
    this.box.parentElement.classList.toggle("explorer-time--empty", dated.length === 0);
    if (dated.length) this.#bars(dated);
    else this.#clear();
  }

  #bars(items) {
    const spans = items.map((item) => [monthOf(item.first), monthOf(item.last)]);
    const first = spans.reduce((least, [from]) => Math.min(least, from), Infinity);
    const last = spans.reduce((most, [, to]) => Math.max(most, to), -Infinity);
    const months = Array.from({ length: last - first + 1 }, (_, at) => first + at);
    const counts = months.map(() => 0);
    for (const [from, to] of spans) for (let month = from; month <= to; month += 1) counts[month - first] += 1;
    const data = [months.map(secondsOf), counts];
    const span = `${first} ${last}`;
    if (this.#chart !== null && span === this.#span) {
      this.#chart.setData(data);
      return;
    }
    this.#clear();
    this.#span = span;
    this.#chart = new window.uPlot(this.#options(secondsOf(first), secondsOf(last + 1)), data, this.box);
  }

  #options(from, to) {
    return {
      width: this.box.clientWidth,
      height: HEIGHT,
      tzDate: (stamp) => window.uPlot.tzDate(new Date(stamp * 1000), "Etc/UTC"),
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
      scales: { x: { time: true, range: () => [from - 15 * 86400, to] } },
      axes: [{ size: 26, font: "12px Arial", stroke: "#484949" }, { size: 34, space: 18, font: "12px Arial", stroke: "#484949", incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] }],
      series: [{}, { paths: window.uPlot.paths.bars({ size: [0.85, 40] }), fill: "#1a5f99", stroke: "#12334f", points: { show: false } }],
      hooks: { setSelect: [(chart) => this.#dragged(chart)] },
    };
  }

  #dragged(chart) {
    const { left, width } = chart.select;
    if (width < 4) return;
    const day = (pixel) => new Date(chart.posToVal(pixel, "x") * 1000).toISOString().slice(0, 10);
    const [from, to] = [day(left), day(left + width)];
    chart.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    this.#choose(from, to);
  }

  #choose(from, to) {
    this.change(from || to ? say("did_period") : say("did_all_time"), () => ({ from, to }));
  }

  #clear() {
    this.#chart?.destroy();
    this.#chart = null;
    this.#span = null;
  }
}
