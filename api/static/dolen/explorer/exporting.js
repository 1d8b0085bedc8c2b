// Taking away exactly what is on the screen, where it stands. The server writes the file: it asks for every name and
// link again through the reader's View, and trusts nothing but ids, places and the maker's own words.
import { send } from "./asking.js";
import { askIn, made } from "./dialogs.js";
import { say } from "./words.js";

/** What is on the screen, as it is sent to the server. */
export function onScreen(explorer, title) {
  const { nodes, pairs } = explorer.drawn;
  // What is only supposed to be one leaves as the several that are recorded.
  const all = [...nodes.values()].flatMap((node) => (node.hypothesis ? node.members : [node]));
  return {
    title,
    entities: all.filter((node) => node.kind !== "group" && node.kind !== "note").map((node) => ({ id: node.id, at: node.place })),
    groups: all.filter((node) => node.kind === "group").map((node) => ({ id: node.id, name: node.label, members: node.members.map((member) => member.id), at: node.place })),
    notes: all.filter((node) => node.kind === "note").map((node) => ({ id: node.id, text: node.label, about: node.about, at: node.place })),
    links: pairs,
    filters: explorer.doc.filters,
  };
}

/** Ask what kind of file, and hand it to the browser to keep; `seen` is how the chart is seen at the moment. */
export async function exportPicture(explorer, name, seen) {
  if (!explorer.drawn.nodes.size) return explorer.say(say("nothing_to_export"));
  const form = document.querySelector("#explorer-export form");
  form.elements.title.value = name ?? say("untitled", { n: explorer.drawn.nodes.size });
  form.elements.kind.value = seen === "network" ? "html" : `${seen}.pdf`;
  if ((await askIn("explorer-export")) === null) return undefined;
  const kind = form.elements.kind.value;
  const write = () => send("POST", `/api/v1/chart/${kind}`, onScreen(explorer, form.elements.title.value.trim()), explorer.doc.view);
  return explorer.attempt(async () => {
    explorer.say(say("exporting"));
    if (form.elements.copy.checked && isCopied(kind)) return copied(explorer, kind, write);
    const answer = await write();
    const file = URL.createObjectURL(await answer.blob());
    const [, filename] = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition"));
    made("a", { href: file, download: filename }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60_000);
    return explorer.say(say("did_export", { file: filename }));
  });
}

const isCopied = (kind) => kind.endsWith("png") || kind.endsWith("csv");

/** Put a picture or a table on the clipboard: the same bytes as the file, marked and entered in the log as it is. */
async function copied(explorer, kind, write) {
  const type = kind.endsWith("png") ? "image/png" : "text/plain";
  const bytes = write().then(async (answer) => new Blob([await (type === "image/png" ? answer.blob() : answer.text())], { type }));
  await navigator.clipboard.write([new ClipboardItem({ [type]: bytes })]);
  explorer.say(say("did_copy"));
}
