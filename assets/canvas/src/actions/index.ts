// The table of actions: the toolbar, the keys, the search and the help sheet all read it.

import type { Action } from "./action.ts";
import { clearSelectionAction } from "./clearSelection.ts";
import { compareAction } from "./compare.ts";
import { connectAction } from "./connect.ts";
import { copyAction } from "./copy.ts";
import { cutAction } from "./cut.ts";
import { duplicateAction } from "./duplicate.ts";
import { examplesAction } from "./examples.ts";
import { fitAction } from "./fit.ts";
import { freezeAction } from "./freeze.ts";
import { groupAction } from "./group.ts";
import { helpAction } from "./help.ts";
import { lessonAction } from "./lesson.ts";
import { insideAction } from "./openInside.ts";
import { newAction } from "./newDocument.ts";
import { openAction } from "./openFile.ts";
import { inspectorAction, paletteAction, problemsAction } from "./panels.ts";
import { pasteAction } from "./paste.ts";
import { predictAction } from "./predict.ts";
import { redoAction } from "./redo.ts";
import { removeAction } from "./remove.ts";
import { saveAction } from "./saveFile.ts";
import { searchAction } from "./search.ts";
import { selectAllAction } from "./selectAll.ts";
import { themeAction } from "./theme.ts";
import { tidyAction } from "./tidy.ts";
import { trainAction } from "./train.ts";
import { undoAction } from "./undo.ts";
import { ungroupAction } from "./ungroup.ts";
import { zoomInAction, zoomOutAction } from "./zoom.ts";

export const ACTIONS: readonly Action[] = [
  newAction,
  examplesAction,
  openAction,
  saveAction,
  undoAction,
  redoAction,
  cutAction,
  copyAction,
  pasteAction,
  duplicateAction,
  removeAction,
  selectAllAction,
  clearSelectionAction,
  connectAction,
  groupAction,
  ungroupAction,
  freezeAction,
  searchAction,
  insideAction,
  lessonAction,
  tidyAction,
  fitAction,
  zoomInAction,
  zoomOutAction,
  paletteAction,
  inspectorAction,
  problemsAction,
  predictAction,
  compareAction,
  trainAction,
  themeAction,
  helpAction,
];
