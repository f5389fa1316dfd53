// The one reducer: every change of a document is one of these commands.

import type { GraphDocument } from "../document.ts";
import { type AddEdit, addEdit } from "./addEdit.ts";
import { type AddNodes, addNodes } from "./addNodes.ts";
import { type Connect, connect } from "./connect.ts";
import { type Disconnect, disconnect } from "./disconnect.ts";
import { type MoveEdit, moveEdit } from "./moveEdit.ts";
import { type MoveNodes, moveNodes } from "./moveNodes.ts";
import { type RemoveEdit, removeEdit } from "./removeEdit.ts";
import { type RemoveGroup, removeGroup } from "./removeGroup.ts";
import { type RemoveNodes, removeNodes } from "./removeNodes.ts";
import { type ReorderInput, reorderInput } from "./reorderInput.ts";
import { type RepeatEdit, repeatEdit } from "./repeatEdit.ts";
import { type ReplaceDocument, replaceDocument } from "./replaceDocument.ts";
import { type ReplaceNode, replaceNode } from "./replaceNode.ts";
import { type SetEditParam, setEditParam } from "./setEditParam.ts";
import { type SetFreeze, setFreeze } from "./setFreeze.ts";
import { type SetGroupTitle, setGroupTitle } from "./setGroupTitle.ts";
import { type SetLabel, setLabel } from "./setLabel.ts";
import { type SetParam, setParam } from "./setParam.ts";
import { type SetShares, setShares } from "./setShares.ts";
import { type SetTaps, setTaps } from "./setTaps.ts";
import { type SetTitle, setTitle } from "./setTitle.ts";
import { type ToggleEdit, toggleEdit } from "./toggleEdit.ts";

export type Command =
  | AddEdit
  | AddNodes
  | Connect
  | Disconnect
  | MoveEdit
  | MoveNodes
  | RemoveEdit
  | RemoveGroup
  | RemoveNodes
  | ReorderInput
  | RepeatEdit
  | ReplaceDocument
  | ReplaceNode
  | SetEditParam
  | SetFreeze
  | SetGroupTitle
  | SetLabel
  | SetParam
  | SetShares
  | SetTaps
  | SetTitle
  | ToggleEdit;

export type CommandKind = Command["kind"];
export type CommandOf<K extends CommandKind> = Extract<Command, { kind: K }>;

type Reducers = { readonly [K in CommandKind]: (document: GraphDocument, command: CommandOf<K>) => GraphDocument };

const REDUCERS: Reducers = {
  "add-edit": addEdit,
  "add-nodes": addNodes,
  connect,
  disconnect,
  "move-edit": moveEdit,
  "move-nodes": moveNodes,
  "remove-edit": removeEdit,
  "remove-group": removeGroup,
  "remove-nodes": removeNodes,
  "reorder-input": reorderInput,
  "repeat-edit": repeatEdit,
  "replace-document": replaceDocument,
  "replace-node": replaceNode,
  "set-edit-param": setEditParam,
  "set-freeze": setFreeze,
  "set-group-title": setGroupTitle,
  "set-label": setLabel,
  "set-param": setParam,
  "set-shares": setShares,
  "set-taps": setTaps,
  "set-title": setTitle,
  "toggle-edit": toggleEdit,
};

export function reduce(document: GraphDocument, command: Command): GraphDocument {
  const step = REDUCERS[command.kind] as (document: GraphDocument, command: Command) => GraphDocument;
  return step(document, command);
}
