// Opening, saving and repairing: the ways in which a whole document comes or goes.

import { CANVAS } from "../core/groups.ts";
import { EMPTY, type GraphDocument } from "../core/document.ts";
import { readDocument, writeDocument } from "../core/documentText.ts";
import { folded } from "../core/folding.ts";
import { CARD, TALL_CARD } from "../core/place.ts";
import { placed } from "../core/unplaced.ts";
import { tidyPositions } from "../layout.ts";
import { strings } from "../strings.ts";
import type { App } from "./app.ts";
import type { Answer } from "./server.ts";

/** Puts a document in the place of the present one, as one undo step. */
export function replaceWith(app: App, document: GraphDocument, fit = true): void {
  if (fit) app.reports.clear();
  app.editor.run({ kind: "replace-document", document });
  if (fit) app.editor.go(CANVAS);
  if (fit) app.comparing.note("opened");
  if (fit) app.look.change({ drawer: false, problem: null });
  app.look.change({ dialog: null, menu: null, chooser: null });
  if (fit) setTimeout(() => app.stage?.fit(), 60);
}

/** Takes in Python's answer; says what was wrong where there is no document in it. */
export function take(app: App, answer: Answer<{ document: string }>, fit: boolean): boolean {
  if (answer === "offline") app.look.toast(strings.offlineLong, true);
  else if (!answer.ok) app.look.toast(answer.problems.map((p) => `${p.title}. ${p.said}`).join(" "), true);
  else {
    const document = readDocument(answer.result.document);
    if (document) replaceWith(app, fit ? placed(document, tidyPositions) : document, fit);
    return document !== null;
  }
  return false;
}

export function newDocument(app: App): void {
  replaceWith(app, EMPTY);
  app.look.toast(strings.newDone);
}

export async function openExample(app: App, id: string): Promise<void> {
  const answer = await app.server.example({ id });
  const document = answer !== "offline" && answer.ok ? readDocument(answer.result.document) : null;
  if (document) replaceWith(app, fitting(app, placed(document, tidyPositions)));
  else take(app, answer, true);
}

/** A document that came along, in as many rows as the canvas needs just now. */
export function fitting(app: App, document: GraphDocument): GraphDocument {
  const blocks = new Map(document.nodes.map((node) => [node.id, app.catalogue.byId.get(node.block)]));
  const sizeOf = (id: string) => (blocks.get(id)?.tappable ? TALL_CARD : CARD);
  const places = Object.fromEntries(document.nodes.map(({ id, position }) => [id, position]));
  const next = folded(document, places, sizeOf, app.stage?.room() ?? { width: 0, height: 0 });
  return { ...document, nodes: document.nodes.map((node) => ({ ...node, position: next[node.id] ?? node.position })) };
}

export async function openText(app: App, text: string): Promise<void> {
  take(app, await app.server.open({ text }), true);
}

export async function repair(app: App, changes: unknown, title: string): Promise<void> {
  const done = take(app, await app.server.repair({ ...app.editor.asked(), changes }), false);
  if (done) app.look.toast(strings.repaired(title));
}

/** Lets the person choose a file of this computer, and opens it. */
export function chooseFile(app: App): void {
  chooseText(app, (text) => openText(app, text));
}

function chooseText(app: App, use: (text: string, name: string) => Promise<void>): void {
  const input = window.document.createElement("input");
  input.type = "file";
  input.accept = ".json,application/json";
  input.dataset.testid = "open-file-input";
  input.style.display = "none";
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (file) await use(await file.text(), file.name);
    input.remove();
  });
  app.root.append(input);
  input.click();
}

/** Lets the person choose a document of this computer, without opening it. */
export function pickDocument(app: App, use: (document: GraphDocument, title: string) => void): void {
  chooseText(app, async (text, name) => {
    const answer = await app.server.open({ text });
    const document = answer !== "offline" && answer.ok ? readDocument(answer.result.document) : null;
    if (document) use(document, document.title || name);
    else app.look.toast(strings.comparing.unreadable(name), true);
  });
}

/** Downloads the document as a file that opens here again. */
export function saveFile(app: App): void {
  const document = app.editor.whole();
  const name = document.title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "untitled";
  const file = new Blob([`${writeDocument(document, 1)}\n`], { type: "application/json" });
  const link = window.document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `${name.slice(0, 64)}.netgraft.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  app.comparing.note("saved");
  app.look.toast(strings.saved(link.download));
}
