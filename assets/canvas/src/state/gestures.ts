// Gestures that several parts of the view share: adding, inserting, swapping, connecting, copying.

import { type Block, inputsOf } from "../core/catalogue.ts";
import { copy, type Fragment, paste } from "../core/clipboard.ts";
import { type Edge, edgeId, nodeOf, type Position } from "../core/document.ts";
import { besideOf, freePlace, roomOn } from "../core/place.ts";
import { addBlock, addConnected, type LooseEnd, newNode } from "../core/plans/addBlock.ts";
import { insertOnWire } from "../core/plans/insertOnWire.ts";
import { swapBlock } from "../core/plans/swapBlock.ts";
import { selectNodes } from "../core/selection.ts";
import type { App } from "./app.ts";

/** After this time a new node is drawn and measured. */
const SETTLED = 80;

/** Adds a block at a place, or, where none is given, beside the selected node or in the middle. */
export function add(app: App, block: Block, at?: Position): string {
  const document = app.editor.document();
  const [only, ...others] = app.editor.store.get().selection.nodes;
  const selected = only && others.length === 0 ? nodeOf(document, only) : undefined;
  const wanted = at ?? (selected ? besideOf(selected.position) : (app.stage?.middle() ?? [0, 0]));
  const { commands, id } = addBlock(document, block, freePlace(document, wanted));
  app.editor.run(commands);
  app.editor.select(selectNodes([id]));
  if (!at) setTimeout(() => app.stage?.include(id), SETTLED);
  return id;
}

export function addWired(app: App, block: Block, at: Position, end: LooseEnd): void {
  const document = app.editor.document();
  const { commands, id } = addConnected(app.catalogue, document, block, freePlace(document, at), end);
  app.editor.run(commands);
  app.editor.select(selectNodes([id]));
  setTimeout(() => app.stage?.include(id), SETTLED);
}

/** Adds a block on a wire: where it was dropped, or in the middle, where what follows makes room for it. */
export function addOnWire(app: App, block: Block, edge: Edge, dropped?: Position): void {
  const document = app.editor.document();
  const { at, moved } = dropped ? { at: dropped, moved: {} } : roomOn(document, edge);
  const node = newNode(document, block, at);
  const wires = insertOnWire(app.catalogue, document, edge, node, block);
  app.editor.run([{ kind: "move-nodes", positions: moved }, { kind: "add-nodes", nodes: [node] }, ...wires]);
  app.editor.select(selectNodes([node.id]));
}

/** Leads a wire through a node that lies on it, keeping the move in the same undo step. */
export function moveOntoWire(app: App, id: string, edge: Edge, position: Position): boolean {
  const document = app.editor.document();
  const node = nodeOf(document, id);
  const block = node && app.catalogue.byId.get(node.block);
  if (!node || !block || document.edges.some((old) => old.source === id || old.target === id)) return false;
  const wires = insertOnWire(app.catalogue, document, edge, node, block);
  if (!wires.length) return false;
  app.editor.run([{ kind: "move-nodes", positions: { [id]: position } }, ...wires]);
  return true;
}

export function swap(app: App, id: string, block: Block): void {
  const command = swapBlock(app.catalogue, app.editor.document(), id, block);
  if (command) app.editor.run(command);
}

export function wire(app: App, edge: Edge): void {
  const target = nodeOf(app.editor.document(), edge.target);
  const port = target && inputsOf(app.catalogue, target).find((input) => input.name === edge.input);
  app.editor.run({ kind: "connect", edge, replaces: !port?.many });
}

export function copySelection(app: App): Fragment | null {
  const fragment = copy(app.editor.document(), app.editor.store.get().selection.nodes);
  return fragment.nodes.length ? fragment : null;
}

export function pasteFragment(app: App, fragment: Fragment, offset: Position = [40, 40]): void {
  const { commands, ids } = paste(app.editor.document(), fragment, offset);
  app.editor.run(commands);
  app.editor.select(selectNodes(ids));
}

/** Deletes what is selected: nodes with their wires, and wires alone. */
export function removeSelection(app: App): void {
  const { selection } = app.editor.store.get();
  const edges = app.editor.document().edges.filter((edge) => selection.edges.has(edgeId(edge)));
  app.editor.run([
    { kind: "disconnect", edges },
    { kind: "remove-nodes", ids: [...selection.nodes] },
  ]);
}
