// Asking the server, through the View that the picture is looked at through. A refusal becomes one plain sentence.
import { now, reasonGiven } from "./reasons.js";
import { say, setting } from "./words.js";

/** What could not be done, in words for the person who asked. `status` is HTTP's, 0 where nobody answered. */
export class Refused extends Error {
  constructor(message, status, answer = {}) {
    super(message);
    this.status = status;
    this.answer = answer;
  }
}

/** `path?given&view`; a list is given once for each of its values. */
export function address(path, given, view) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) for (const each of [value].flat()) query.append(name, each);
  for (const [name, value] of new URLSearchParams(view)) query.append(name, value);
  return query.size ? `${path}?${query}` : path;
}

/** An id as a part of a path, as the server writes it. */
export const inPath = (id) => encodeURIComponent(id).replaceAll("%3A", ":");

/** The answer to a question, as JSON. */
export async function ask(path, given = {}, view = "") {
  return (await sent(address(path, given, view))).json();
}

/** The answer to what an address cannot hold, or to a change: sent as JSON with the session's secret. */
export async function send(method, path, body, view = "") {
  return sent(address(path, {}, view), {
    method,
    headers: { "Content-Type": "application/json", "X-CSRF-Token": setting.csrf },
    body: JSON.stringify(body),
  });
}

/** A part of the page, as markup: what an opened card shows. */
export async function part(place) {
  const here = { "HX-Request": "true", "HX-Current-URL": location.href };
  return (await sent(place, { headers: here })).text();
}

/** The answer, once a reason was given for whatever case wants one. */
async function sent(place, how = {}) {
  for (;;) {
    const since = now();
    const answer = await fetched(place, how);
    if (answer.ok) return answer;
    const sent = await answer.json().catch(() => ({}));
    if (answer.status !== 428) throw refused(answer.status, sent);
    if (!(await reasonGiven(sent.case, since, keepReason))) throw new Refused(say("reason_wanted"), 428);
  }
}

async function fetched(place, how) {
  let answer;
  try {
    answer = await fetch(place, { ...how, redirect: "manual", headers: { Accept: "application/json", ...how.headers } });
  } catch {
    throw new Refused(say("no_answer"), 0);
  }
  if (answer.status === 401 || answer.type === "opaqueredirect") throw new Refused(say("signed_out"), 401);
  return answer;
}

const refused = (status, { detail, advice, ...rest }) =>
  new Refused([detail ?? say("not_answered"), advice].filter(Boolean).join(" "), status, rest);

/** Keep why a case is opened until the session ends; gives what was wrong with the reason, or nothing. */
async function keepReason(wanted, reason) {
  try {
    const body = JSON.stringify({ case: wanted, reason });
    const headers = { "Content-Type": "application/json", "X-CSRF-Token": setting.csrf };
    const answer = await fetched("/api/v1/reason", { method: "POST", headers, body });
    return answer.ok ? undefined : refused(answer.status, await answer.json().catch(() => ({}))).message;
  } catch (error) {
    if (error.status === undefined) throw error;
    return error.message;
  }
}
