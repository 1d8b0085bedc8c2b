// Room for the picture: as high as the window leaves, the panel beside it folded away, or the whole screen.
const LEAST = 380;
const byId = (id) => document.getElementById(id);

/** Make the picture reach the lower edge of the window, now and when the window or what is above it changes. */
export function fillWindow() {
  const stage = byId("explorer-picture").parentElement; // which is there whatever the chart is seen as
  const fill = () => {
    const top = stage.getBoundingClientRect().top + (document.fullscreenElement === null ? scrollY : byId("explorer").scrollTop);
    byId("explorer").style.setProperty("--picture-height", `${Math.max(LEAST, Math.floor(innerHeight - top - 12))}px`);
  };
  addEventListener("resize", fill);
  document.addEventListener("fullscreenchange", () => {
    byId("explorer-full").setAttribute("aria-pressed", String(document.fullscreenElement !== null));
    fill();
  });
  new ResizeObserver(fill).observe(byId("explorer-above"));
  fill();
}

/** Fold the panel beside the picture away, or show it again. */
export function togglePanel() {
  const folded = byId("explorer").classList.toggle("explorer--wide");
  byId("explorer-panel").setAttribute("aria-expanded", String(!folded));
}

/** Show the explorer on the whole screen, or as a part of the page again. */
export async function toggleFullScreen() {
  if (document.fullscreenElement === null) await byId("explorer").requestFullscreen();
  else await document.exitFullscreen();
}
