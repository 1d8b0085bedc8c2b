// Why somebody looks. A child's case that has no reason yet is refused by the server: the person is asked here, in a dialog
// over whatever they were doing, and what they asked for is then asked again.
import { askIn, made } from "./dialogs.js";
import { say } from "./words.js";

const ANY = "any";
const part = (name) => document.getElementById(`explorer-reason${name}`);

/** What was typed and not sent, by case. */
const drafts = new Map();
/** Counts the dialogs, so that a request knows which were answered, or left, since it was sent. */
let count = 0;
const answered = new Map();
let left = 0;
let last = Promise.resolve();
let nameOf = () => undefined;

/** The time of a request, for `reasonGiven`. */
export const now = () => count;

/** What a case is called in the dialog, where the picture knows: `find` gives the name of an id. */
export function callCasesBy(find) {
  nameOf = find;
}

/** Ask why a case is opened. `keep` sends the reason and gives what was wrong with it, or nothing. One dialog at a time:
 *  of several requests for one case the first asks, and who leaves one dialog is not asked for what waited behind it. */
export function reasonGiven(wanted, since, keep) {
  const turn = last.then(() => {
    if ((answered.get(wanted) ?? 0) > since) return true;
    return left > since ? false : ask(wanted, keep);
  });
  last = turn.catch(() => undefined); // a mistake of ours is reported where it was made
  return turn;
}

async function ask(wanted, keep) {
  const input = part("-text");
  const name = wanted === ANY ? undefined : nameOf(wanted);
  part("-about").textContent = wanted === ANY ? say("why_any") : name === undefined ? say("why_child") : say("why_named", { name });
  input.value = drafts.get(wanted) ?? "";
  refuse("");
  while ((await askIn("explorer-reason")) !== null) {
    const wrong = await keep(wanted, input.value);
    if (wrong === undefined) {
      count += 1;
      answered.set(wanted, count);
      drafts.delete(wanted);
      part("-given").prepend(made("option", { value: input.value }));
      return true;
    }
    refuse(wrong);
  }
  count += 1;
  left = count;
  drafts.set(wanted, input.value);
  return false;
}

function refuse(words) {
  part("-refused").textContent = words;
  part("-text").setAttribute("aria-invalid", String(words !== ""));
}
