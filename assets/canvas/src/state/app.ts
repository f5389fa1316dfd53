// Everything the view needs, built once at mount and handed down as one value.

import { type Block, type Catalogue, foldedAtFirst, withGroups } from "../core/catalogue.ts";
import type { GraphDocument } from "../core/document.ts";
import type { Position } from "../core/document.ts";
import type { Size } from "../core/folding.ts";
import { fitting, replaceWith } from "./documents.ts";
import { type Comparing, createComparing } from "./comparing.ts";
import { createEditor, type Editor } from "./editor.ts";
import { createInsides, type Insides } from "./insides.ts";
import { createLessons, type Lessons } from "./lessons.ts";
import { createLook, type LookStore, type Point } from "./look.ts";
import { createLooking, type Looking } from "./looking.ts";
import { createPredicting, type Predicting } from "./predicting.ts";
import { createReports, type Reports } from "./reports.ts";
import { strings } from "../strings.ts";
import type { Server } from "./server.ts";
import { createTheme, type ThemeStore } from "./theme.ts";

/** What only the drawn canvas can do; set while it is on screen. */
export interface Stage {
  fit(): void;
  /** Fits only where a node is cut off. */
  overview(): void;
  /** Brings a node into view. */
  show(id: string): void;
  /** Moves the canvas just far enough that a node is wholly seen. */
  reveal(id: string): void;
  /** Brings a new node into view, with all the others as long as they can be read. */
  include(id: string): void;
  /** Puts the focus on a node, and brings it into view. */
  focus(id: string): void;
  /** The point of the screen where a position of the document is seen. */
  onScreen(position: Position): Point;
  /** The document position at the middle of the visible canvas. */
  middle(): Position;
  /** The document position under a point of the screen. */
  locate(x: number, y: number): Position;
  zoom(factor: number): void;
  /** The part of the screen that the canvas has; nothing while it is not seen. */
  room(): Size;
  /** The drawn size of a node. */
  sizeOf(id: string): Size | null;
}

export interface App {
  readonly root: HTMLElement;
  /** The blocks that there are, with the groups of the document. */
  readonly catalogue: Catalogue;
  readonly server: Server;
  readonly editor: Editor;
  readonly reports: Reports;
  readonly insides: Insides;
  readonly lessons: Lessons;
  readonly looking: Looking;
  readonly predicting: Predicting;
  readonly comparing: Comparing;
  readonly look: LookStore;
  readonly theme: ThemeStore;
  stage: Stage | null;
}

/** The canvas is narrow beside a lesson; below this width the list of blocks makes room for it. */
const ROOMY = 1600;

export function createApp(root: HTMLElement, catalogue: Catalogue, server: Server, document: GraphDocument): App {
  const [editor, reports] = [createEditor(document), createReports()];
  let [known, full]: [readonly Block[], Catalogue] = [[], catalogue];
  const look = createLook(window.innerWidth, foldedAtFirst(catalogue));
  const app: App = {
    root,
    get catalogue() {
      const { groups } = reports.overview.get();
      if (groups !== known) [known, full] = [groups, withGroups(catalogue, groups, strings.group.palette)];
      return full;
    },
    server,
    editor,
    reports,
    insides: createInsides(editor, reports, server),
    lessons: createLessons(editor, reports, server, {
      replace: (put, own) => replaceWith(app, own ? put : fitting(app, put)),
      overview: () => app.stage?.overview(),
      say: look.toast,
      room: (wanted) => look.change({ palette: !wanted || window.innerWidth >= ROOMY }),
    }),
    looking: createLooking(editor, server),
    predicting: createPredicting(editor, server),
    comparing: createComparing(editor, server),
    look,
    theme: createTheme(),
    stage: null,
  };
  return app;
}
