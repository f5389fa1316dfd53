// Gestures with groups: making one of a selection, taking one apart, opening it, and going back.

import type { Problem } from "../core/analysis.ts";
import { freshId } from "../core/identifiers.ts";
import { groupOf, insideGroup, outwards, stepOf, useCount, type Where } from "../core/groups.ts";
import { nodeOf } from "../core/document.ts";
import { readDocument } from "../core/documentText.ts";
import { selectNodes } from "../core/selection.ts";
import { strings } from "../strings.ts";
import type { App } from "./app.ts";
import type { Answer } from "./server.ts";
import { openInside } from "./surgery.ts";

const SETTLED = 60;

/** Puts Python's document in the place of the present one and stays where the person stands; false where it refused. */
function accept(app: App, answer: Answer<{ document: string }>): boolean {
  if (answer === "offline") app.look.toast(strings.offlineLong, true);
  else if (!answer.ok) app.look.toast(answer.problems.map(({ said, next }) => `${said} ${next ?? ""}`).join(" "), true);
  else {
    const document = readDocument(answer.result.document);
    if (document) app.editor.run({ kind: "replace-document", document });
    return document !== null;
  }
  return false;
}

/** Makes a block of the selected nodes; the new node is selected, so that it can be named at once. */
export async function makeGroup(app: App): Promise<void> {
  const { selection } = app.editor.store.get();
  const id = freshId(strings.group.id, new Set([...app.catalogue.byId.keys(), ...app.editor.whole().groups.map((group) => group.id)]));
  const before = new Set(app.editor.document().nodes.map((node) => node.id));
  const asked = { ...app.editor.asked(), nodes: [...selection.nodes], id, title: strings.group.fresh(app.editor.whole().groups.length) };
  if (!accept(app, await app.server.group(asked))) return;
  const made = app.editor.document().nodes.find((node) => node.block === id && (!before.has(node.id) || selection.nodes.has(node.id)));
  if (made) app.editor.select(selectNodes([made.id]));
  app.look.change({ inspector: true });
  setTimeout(() => app.root.querySelector<HTMLInputElement>(".ng-group-title")?.select(), SETTLED);
}

/** Puts what is inside a node that uses a group in its place. */
export async function takeApart(app: App, node: string): Promise<void> {
  const before = new Set(app.editor.document().nodes.map(({ id }) => id));
  if (!accept(app, await app.server.ungroup({ ...app.editor.asked(), node }))) return;
  const placed = app.editor.document().nodes.filter(({ id }) => !before.has(id) || id === node);
  app.editor.select(selectNodes(placed.map(({ id }) => id)));
}

export function isGroup(app: App, block: string): boolean {
  return groupOf(app.editor.whole(), block) !== undefined;
}

/** Opens a node that uses a group: its graph is then on the screen, with what arrives at this node. */
export function openGroup(app: App, node: string): boolean {
  const block = nodeOf(app.editor.document(), node)?.block;
  if (block === undefined || !isGroup(app, block)) return false;
  const { group, way } = app.editor.store.get().where;
  goTo(app, { group, way: [...way, node] });
  return true;
}

/** Opens the group that an edit puts into a node, with what arrives there. */
export function openEdit(app: App, node: string, edit: number): void {
  const { group, way } = app.editor.store.get().where;
  goTo(app, { group, way: [...way, `${node}:${edit}`] });
}

/** Opens the groups on the way to the node inside that a problem speaks of, and selects it. */
export function showInside(app: App, { node, inside }: Problem): void {
  const { group, way } = app.editor.store.get().where;
  const last = inside?.at(-1);
  if (!node || last === undefined) return;
  goTo(app, { group, way: [...way, node, ...(inside ?? []).slice(0, -1)] });
  app.editor.select(selectNodes([last]));
}

/** Shows another graph of the document. */
export function goTo(app: App, where: Where): void {
  app.insides.leave();
  app.look.change({ menu: null, chooser: null, problem: null });
  app.reports.clear();
  app.looking.forget();
  app.editor.go(where);
  setTimeout(() => app.stage?.fit(), SETTLED);
}

/** One step back towards the canvas; the node that was open is selected there. False on the canvas itself. */
export function stepOut(app: App): boolean {
  const { where } = app.editor.store.get();
  if (!insideGroup(where)) return false;
  const last = where.way.at(-1);
  goTo(app, outwards(where));
  if (last === undefined) return true;
  const { node, edit } = stepOf(last);
  if (edit === null) app.editor.select(selectNodes([node]));
  else openInside(app, node);
  return true;
}

/** Deletes a group that nothing uses. */
export function removeGroup(app: App, group: string): void {
  if (useCount(app.editor.whole(), group) === 0) app.editor.run({ kind: "remove-group", group });
  else app.look.toast(strings.group.used(useCount(app.editor.whole(), group)));
}
