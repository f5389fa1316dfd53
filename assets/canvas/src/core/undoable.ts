// What a person can undo, in one place.
//
// Every command is one undo step, except that commands with the same merge key in quick succession melt into one
// (typing in a field, holding an arrow key). Selection, zoom, open panels and the theme are not part of the
// document and are never undone.

import type { Command, CommandKind, CommandOf } from "./commands/index.ts";

export interface Policy<C> {
  /** Does PyTorch's answer depend on it? Moves and names are kept without asking again. */
  readonly analyse: boolean;
  /** Commands with equal keys within MERGE_WINDOW become one undo step. */
  readonly merge?: (command: C) => string | null;
}

export const MERGE_WINDOW = 1200;

export const POLICIES: { readonly [K in CommandKind]: Policy<CommandOf<K>> } = {
  "add-edit": { analyse: true },
  "add-nodes": { analyse: true },
  connect: { analyse: true },
  disconnect: { analyse: true },
  "move-edit": { analyse: true },
  "move-nodes": {
    analyse: false,
    merge: (command) => (command.nudge ? `nudge ${Object.keys(command.positions).sort().join(" ")}` : null),
  },
  "remove-edit": { analyse: true },
  "remove-group": { analyse: true },
  "remove-nodes": { analyse: true },
  "reorder-input": { analyse: true },
  "repeat-edit": { analyse: true },
  "replace-document": { analyse: true },
  "replace-node": { analyse: true },
  "set-edit-param": { analyse: true, merge: (command) => `edit ${command.node} ${command.index} ${command.name}` },
  "set-freeze": { analyse: true },
  "set-group-title": { analyse: true, merge: (command) => `group ${command.group}` },
  "set-label": { analyse: true, merge: (command) => `label ${command.node}` },
  "set-param": { analyse: true, merge: (command) => `param ${command.node} ${command.name}` },
  "set-shares": { analyse: true },
  "set-taps": { analyse: true },
  "set-title": { analyse: false, merge: () => "title" },
  "toggle-edit": { analyse: true },
};

function policyOf(command: Command): Policy<Command> {
  return POLICIES[command.kind] as Policy<Command>;
}

export function needsAnalysis(commands: readonly Command[]): boolean {
  return commands.some((command) => policyOf(command).analyse);
}

/** The key under which a step may melt into the one before; null for a step of its own. */
export function mergeKey(commands: readonly Command[]): string | null {
  const [only, ...others] = commands;
  if (!only || others.length) return null;
  return policyOf(only).merge?.(only) ?? null;
}
