// Says, two minutes before a session ends, that it will; and leaves the page when it has.
// Any look moves the end, in this window or in another of the same browser.
const WARN_SECONDS = 120;
const place = document.querySelector("[data-session]");
const windows = new BroadcastChannel("dolen-session");
let endsAt = 0;
let timer = 0;

function show(id) {
  place.replaceChildren(document.getElementById(id).content.cloneNode(true));
  place.querySelector("button")?.addEventListener("click", stay);
}

function look() {
  const left = (endsAt - Date.now()) / 1000;
  if (left <= 0) {
    location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
    return;
  }
  if (left <= WARN_SECONDS && place.childElementCount === 0) show("session-ends");
  timer = setTimeout(look, Math.max(250, 1000 * (left > WARN_SECONDS ? left - WARN_SECONDS : left)));
}

function ends(at) {
  clearTimeout(timer);
  endsAt = at;
  place.replaceChildren();
  look();
}

async function stay() {
  try {
    const answer = await fetch("/account/session", { headers: { Accept: "application/json" } });
    const { seconds } = await answer.json();
    ends(Date.now() + seconds * 1000);
    windows.postMessage(endsAt);
    if (seconds <= WARN_SECONDS) show("session-over");
  } catch {
    show("session-over");
  }
}

windows.addEventListener("message", (event) => ends(event.data));
ends(Date.now() + Number(place.dataset.seconds) * 1000);
windows.postMessage(endsAt);
