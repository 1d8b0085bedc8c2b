// The whole picture, small, in a corner of it, while a part of it is out of sight: where that is, and a way to it by mouse
// or arrow keys.
const MARGIN = 6;
const STEP = 80;
const ARROWS = { ArrowRight: [-1, 0], ArrowLeft: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

export class Overview {
  #wanted = true;
  #frame = 0;
  #scale = 1;
  #from = { x1: 0, y1: 0 };

  constructor(cy) {
    this.cy = cy;
    this.canvas = document.getElementById("explorer-overview");
    this.button = document.querySelector("[data-does=overview]");
    cy.on("pan zoom resize position add remove", () => this.#later());
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      this.#goTo(event);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (this.canvas.hasPointerCapture(event.pointerId)) this.#goTo(event);
    });
    this.canvas.addEventListener("keydown", (event) => {
      const arrow = ARROWS[event.key];
      if (arrow === undefined) return;
      event.preventDefault();
      cy.panBy({ x: arrow[0] * STEP, y: arrow[1] * STEP });
    });
    this.#later();
  }

  toggle = () => {
    this.#wanted = !this.#wanted;
    this.button.setAttribute("aria-pressed", String(this.#wanted));
    this.#later();
  };

  #later() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    const { canvas, cy } = this;
    canvas.hidden = !this.#wanted || this.#allInSight();
    if (canvas.hidden) return;
    const pen = canvas.getContext("2d");
    const all = cy.nodes().map((node) => ({ ...node.position(), kind: node.data("kind"), chosen: node.hasClass("chosen") }));
    const [xs, ys] = [all.map(({ x }) => x), all.map(({ y }) => y)];
    const [x1, x2, y1, y2] = [Math.min(...xs) - 40, Math.max(...xs) + 40, Math.min(...ys) - 40, Math.max(...ys) + 40];
    this.#from = { x1, y1 };
    this.#scale = Math.min((canvas.width - 2 * MARGIN) / (x2 - x1), (canvas.height - 2 * MARGIN) / (y2 - y1));
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    for (const { x, y, kind, chosen } of all) {
      pen.fillStyle = chosen ? "#b35900" : kind === "child" ? "#0b5a94" : "#5c6670";
      const side = kind === "child" || chosen ? 5 : 3;
      pen.fillRect(...this.#at(x, y).map((each) => each - side / 2), side, side);
    }
    const seen = cy.extent();
    const [left, top] = this.#at(seen.x1, seen.y1);
    pen.strokeStyle = "#14181c";
    pen.lineWidth = 1.5;
    pen.strokeRect(left, top, seen.w * this.#scale, seen.h * this.#scale);
  }

  #allInSight() {
    if (this.canvas === document.activeElement) return false; // nobody loses what they are moving with
    const { x1, x2, y1, y2 } = this.cy.extent();
    return this.cy.nodes().every((node) => {
      const { x, y } = node.position();
      return x >= x1 && x <= x2 && y >= y1 && y <= y2;
    });
  }

  #at = (x, y) => [MARGIN + (x - this.#from.x1) * this.#scale, MARGIN + (y - this.#from.y1) * this.#scale];

  /** Bring what lies under the pointer into the middle of the picture. */
  #goTo({ offsetX, offsetY }) {
    const { canvas, cy } = this;
    const [sideways, down] = [canvas.width / canvas.clientWidth, canvas.height / canvas.clientHeight];
    const x = this.#from.x1 + (offsetX * sideways - MARGIN) / this.#scale;
    const y = this.#from.y1 + (offsetY * down - MARGIN) / this.#scale;
    cy.pan({ x: cy.width() / 2 - x * cy.zoom(), y: cy.height() / 2 - y * cy.zoom() });
  }
}
