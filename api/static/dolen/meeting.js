// Saves each field of a meeting while people talk: shortly after the last key, and when the field is left. What could
// not be sent stays in the field, is marked as not saved, and is tried again until it is.
const PAUSE = 1_500;
const TRY_AGAIN = 3_000;
const states = new Map();

const words = {
  saving: "Saving…",
  saved: "Saved",
  waiting: "Not saved: no connection. It is tried again; leave this page open.",
  signedOut: "Not saved: you are signed out. Sign in in another tab; it is tried again.",
};

function say(field, text) {
  field.closest(".govuk-form-group").querySelector("[data-saved]").textContent = text;
}

function was(field) {
  return field.form.elements[`was-${field.name}`];
}

function changed(field) {
  return field.value.replaceAll("\r\n", "\n") !== was(field).value.replaceAll("\r\n", "\n");
}

function later(field, wait) {
  const state = states.get(field);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(field), wait);
}

async function save(field) {
  const state = states.get(field);
  clearTimeout(state.timer);
  if (state.sending) {
    state.again = true;
    return;
  }
  if (!changed(field)) return;
  state.sending = true;
  say(field, words.saving);
  const sent = field.value;
  try {
    await send(field, sent);
  } catch {
    say(field, words.waiting);
    later(field, TRY_AGAIN);
  } finally {
    state.sending = false;
    if (state.again) {
      state.again = false;
      later(field, 0);
    }
  }
}

async function send(field, sent) {
  const body = new FormData();
  body.set("csrf", field.form.elements.csrf.value);
  body.set(field.name, sent);
  body.set(`was-${field.name}`, was(field).value);
  const answer = await fetch(field.form.action, { method: "POST", body, headers: { "X-Fieldwise": "1" }, redirect: "manual" });
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
    say(field, words.signedOut);
    later(field, TRY_AGAIN);
    return;
  }
  if (answer.status >= 500) throw new Error(String(answer.status));
  const said = await answer.json();
  if (answer.ok) {
    was(field).value = sent;
    say(field, words.saved);
  } else if (answer.status === 409 && field.name in said.stands) {
    // Shown beside what was typed; saving again then means that both were read.
    say(field, `${said.message} Theirs: ${said.stands[field.name] || "(blank)"}`);
    was(field).value = said.stands[field.name];
  } else {
    say(field, said.message);
  }
}

for (const form of document.querySelectorAll("[data-fieldwise]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    for (const field of form.elements) if (states.has(field)) save(field);
  });
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden") continue;
    states.set(field, { timer: 0, sending: false, again: false });
    field.addEventListener("input", () => later(field, PAUSE));
    field.addEventListener("change", () => save(field));
  }
}

addEventListener("beforeunload", (event) => {
  if ([...states.keys()].some(changed)) event.preventDefault();
});
