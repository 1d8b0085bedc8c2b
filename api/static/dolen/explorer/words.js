// The page's words, in the reader's language, from the page itself: nothing that a person reads is written in a script.
const block = (id) => JSON.parse(document.getElementById(id).content.textContent);

const words = block("explorer-words");
export const setting = block("explorer-setting");

/** The reader's language as dates, lists and sorting want it. */
export const locale = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const plural = new Intl.PluralRules(locale);

/** The sentence of this name, with what stands in braces filled in. A sentence with a number is a pair: one, several. */
export function say(name, given = {}) {
  const found = words[name];
  const sentence = Array.isArray(found) ? found[plural.select(given.n) === "one" ? 0 : 1] : found;
  return sentence.replace(/\{(\w+)\}/g, (_, key) => String(given[key]));
}

/** A strength from 0 to 1 in a word of the scale. */
export const strengthWord = (strength) => words.strengths.find(([least]) => strength >= least)[1];

/** `12 adults`. */
export const counted = (n, kind) => say(`kind_${kind}`, { n });

/** `12 adults, 3 premises and 1 phone`, in the order of the legend. */
export function countedKinds(counts) {
  const parts = [...setting.kinds, "group", "note"].filter((kind) => counts[kind]).map((kind) => counted(counts[kind], kind));
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(parts);
}

/** How many there are of each kind among some nodes; what is only supposed to be one counts as the several it is. */
export function kindsOf(nodes) {
  const counts = {};
  for (const node of nodes)
    for (const { kind } of node.hypothesis ? node.members : [node]) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** `lives at, uses`, or that the items only name both. */
export function relationWords(link) {
  return link.relations.length ? link.relations.map((each) => setting.relations[each]).join(", ") : say("named_together");
}

const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** `2026-03-09` as people write it; nothing stays nothing. */
export const dayWords = (iso) => (iso ? day.format(new Date(`${iso}T00:00:00Z`)) : "");

/** From when to when, in words. */
export function spanWords(link) {
  if (!link.first) return say("not_dated");
  return link.first === link.last ? dayWords(link.first) : say("from_to", { from: dayWords(link.first), to: dayWords(link.last) });
}
