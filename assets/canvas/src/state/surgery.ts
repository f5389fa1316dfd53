// Gestures inside a network: opening it, operating at a module path, tapping and freezing there.

import type { Block } from "../core/catalogue.ts";
import { nodeOf, type Operation } from "../core/document.ts";
import { selectNodes } from "../core/selection.ts";
import type { App } from "./app.ts";

/** Opens a node in place and selects it, so that its inspector stands beside. */
export function openInside(app: App, node: string): void {
  app.look.change({ menu: null, chooser: null });
  app.editor.select(selectNodes([node]));
  app.insides.enter(node);
}

/** Adds an edit at a module path and unfolds its form. */
export function operate(app: App, node: string, path: string, how: Operation, block: Block | null): void {
  const count = nodeOf(app.editor.document(), node)?.edits.length ?? 0;
  app.editor.run({ kind: "add-edit", node, edit: { do: how, path, block: block?.id ?? null, params: {}, on: true } });
  app.insides.choose(count);
}

export function toggleTap(app: App, node: string, path: string): void {
  const taps = nodeOf(app.editor.document(), node)?.taps ?? [];
  const next = taps.includes(path) ? taps.filter((tap) => tap !== path) : [...taps, path];
  app.editor.run({ kind: "set-taps", node, taps: next });
}

/** Freezes up to a module; where exactly that is frozen already, frees all of it. */
export function toggleFreezeUpTo(app: App, node: string, path: string): void {
  const freeze = nodeOf(app.editor.document(), node)?.freeze;
  const same = freeze?.what === "up_to" && freeze.path === path;
  app.editor.run({ kind: "set-freeze", nodes: [node], freeze: same ? null : { what: "up_to", path } });
}
