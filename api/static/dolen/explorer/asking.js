// Asking the server, through the View that the picture is looked at through. A refusal becomes one plain sentence.
import { say, setting } from "./words.js";

/** What could not be done, in words for the person who asked. `status` is HTTP's, 0 where nobody answered. */
export class Refused extends Error {
  constructor(message, status, told = {}) {
    super(message);
    this.status = status;
    this.told = told;
  }
}

/** `path?given&view`; a list is given once for each of its values. */
export function address(path, given, view) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) for (const each of [value].flat()) query.append(name, each);
  for (const [name, value] of new URLSearchParams(view)) query.append(name, value);
  return query.size ? `${path}?${query}` : path;
}

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

async function sent(place, how = {}) {
  let answer;
  try {
    answer = await fetch(place, { ...how, headers: { Accept: "application/json", ...how.headers } });
  } catch {
    throw new Refused(say("no_answer"), 0);
  }
  if (answer.ok) return answer;
  if (answer.status === 401) throw new Refused(say("signed_out"), 401);
  if (answer.status === 428) throw new Refused(say("reason_wanted"), 428);
  const told = await answer.json().catch(() => ({}));
  throw new Refused([told.detail ?? say("not_answered"), told.advice].filter(Boolean).join(" "), answer.status, told);
}
