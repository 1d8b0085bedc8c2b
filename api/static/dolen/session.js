// Says, two minutes before a session ends, that it will; and leaves the page when it has.
// Any look moves the end, in this window or in another of the same browser: so does what a page asks for by itself.
const WARN_SECONDS = 120;
const NOTED_EVERY = 60_000; // as the server does: a look less than a minute after another moves nothing
const SURELY_OVER = 2_000; // after the end: to ask is a look too, and before it would keep the session
const TRY_AGAIN = 10_000;
const SESSION = "/account/session";
const place = document.querySelector("[data-session]");
const windows = new BroadcastChannel("dolen-session");
let endsAt = 0;
let toldAt = 0;
let timer = 0;
let asking = 0;

function show(id) {
  place.replaceChildren(document.getElementById(id).content.cloneNode(true));
  place.querySelector("button")?.addEventListener("click", stay);
}

function look() {
  const left = (endsAt - Date.now()) / 1000;
  if (left <= 0) {
    timer = setTimeout(leave, SURELY_OVER);
    return;
  }
  if (left <= WARN_SECONDS && place.childElementCount === 0) show("session-ends");
  timer = setTimeout(look, Math.max(250, 1000 * (left > WARN_SECONDS ? left - WARN_SECONDS : left)));
}

function ends(at) {
  clearTimeout(timer);
  clearTimeout(asking);
  endsAt = at;
  toldAt = Date.now();
  place.replaceChildren();
  look();
}

/** How many seconds the session still lasts: 0 where it is over, undefined where nobody answers. */
async function lasts() {
  try {
    const answer = await fetch(SESSION, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (answer.type === "opaqueredirect") return 0; // to where one signs in
    return answer.ok ? (await answer.json()).seconds : undefined;
  } catch {
    return undefined;
  }
}

/** What still lasts so long just after a look, and no longer, lasts no longer whatever is done. */
function lasting(seconds) {
  ends(Date.now() + seconds * 1000);
  windows.postMessage(endsAt);
  if (seconds <= WARN_SECONDS) show("session-over");
}

async function stay() {
  const seconds = await lasts();
  if (seconds) lasting(seconds);
  else show("session-over");
}

async function leave() {
  const seconds = await lasts();
  if (endsAt > Date.now()) return; // meanwhile another window learned that it goes on
  if (seconds) lasting(seconds);
  else if (seconds === 0) location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  else timer = setTimeout(leave, TRY_AGAIN);
}

/** Ask how long it lasts now, at once where the page warns already. */
function answered() {
  const wait = place.querySelector("button") ? 0 : toldAt + NOTED_EVERY - Date.now();
  clearTimeout(asking);
  asking = setTimeout(async () => {
    const seconds = await lasts();
    if (seconds) lasting(seconds);
  }, Math.max(0, wait));
}

/** Whether the page itself asked our server for this, rather than the browser for a picture or a script of the page. */
const isLook = ({ initiatorType, name }) =>
  ["fetch", "xmlhttprequest"].includes(initiatorType) && new URL(name).pathname !== SESSION;

windows.addEventListener("message", (event) => ends(event.data));
new PerformanceObserver((seen) => seen.getEntries().some(isLook) && answered()).observe({ type: "resource" });
ends(Date.now() + Number(place.dataset.seconds) * 1000);
windows.postMessage(endsAt);
