// Calls to Python. Every answer is an envelope; no answer at all means that the server is not there.

import type { Analysis, Problem, Totals } from "../core/analysis.ts";
import type { CatalogueData } from "../core/catalogue.ts";
import type { Comparison } from "../core/comparing.ts";
import type { Operation } from "../core/document.ts";
import type { Inner, Level, SuitedAt } from "../core/inside.ts";
import type { Costs, Facts, Sample, Values } from "../core/looking.ts";
import type { Prediction } from "../core/predicting.ts";
import type { Asked } from "./editor.ts";
import type { Lesson, LessonEntry } from "../core/lesson.ts";

export interface ExampleEntry {
  readonly id: string;
  readonly title: string;
  readonly system?: string | null;
  readonly sentence?: string;
  readonly picture?: string | null;
}

export type Answer<T> =
  | { readonly ok: true; readonly result: T }
  | { readonly ok: false; readonly problems: readonly Problem[] }
  | "offline";

type RawServer = Readonly<Record<string, ((argument: object) => Promise<unknown>) | undefined>>;

export interface InsideAnswer {
  /** How many modules there are in all. */
  readonly total: number;
  readonly levels: Readonly<Record<string, Level>>;
}

/** Other places where an edit could stand too: their common pattern, and each path. */
export interface Alike {
  readonly pattern: string;
  readonly paths: readonly string[];
}

export interface SearchAnswer {
  readonly found: number;
  readonly rows: readonly Inner[];
}

interface AboutNode extends Asked {
  readonly node: string;
}

/** A lesson that came along, or one from a file with the names of the documents that were chosen with it. */
type AboutLesson = { readonly id: string } | { readonly text: string; readonly documents: readonly string[] };

export interface Server {
  analyse(argument: Asked & { rev: number }): Promise<Answer<Analysis>>;
  catalogue(): Promise<Answer<CatalogueData>>;
  examples(): Promise<Answer<readonly ExampleEntry[]>>;
  example(argument: { id: string }): Promise<Answer<{ document: string }>>;
  figures(argument: { id: string }): Promise<Answer<Totals>>;
  open(argument: { text: string }): Promise<Answer<{ document: string }>>;
  repair(argument: Asked & { changes: unknown }): Promise<Answer<{ document: string }>>;
  inside(argument: AboutNode & { paths: readonly string[] }): Promise<Answer<InsideAnswer>>;
  searchInside(argument: AboutNode & { query: string }): Promise<Answer<SearchAnswer>>;
  alike(argument: AboutNode & { edit: number }): Promise<Answer<Alike>>;
  suited(argument: AboutNode & { do: Operation; path: string }): Promise<Answer<SuitedAt>>;
  keepWeights(argument: { path: string }): Promise<Answer<{ file: string }>>;
  wire(argument: Asked & { place: string }): Promise<Answer<Facts>>;
  values(argument: { document: string; way: readonly string[]; place: string; sample: Sample }): Promise<Answer<Values>>;
  costs(argument: AboutNode & { path: string }): Promise<Answer<Costs>>;
  predict(argument: Asked & { place: string; guess: string }): Promise<Answer<Prediction>>;
  compare(argument: { before: string; after: string }): Promise<Answer<Comparison>>;
  /** What the edits of a node change in its output: all of them, or one that is on alone. */
  difference(argument: AboutNode & { edit?: number }): Promise<Answer<{ difference: number | null }>>;
  /** The document with nodes put into a new group. */
  group(argument: Asked & { nodes: readonly string[]; id: string; title: string }): Promise<Answer<{ document: string }>>;
  ungroup(argument: AboutNode): Promise<Answer<{ document: string }>>;
  lessons(): Promise<Answer<readonly LessonEntry[]>>;
  lesson(argument: AboutLesson): Promise<Answer<Lesson>>;
  lessonDocument(argument: { source: string; text?: string }): Promise<Answer<{ document: string }>>;
  judge(argument: AboutLesson & { step: number; document: string }): Promise<Answer<{ step: number; met: readonly boolean[] }>>;
}

function isEnvelope(value: unknown): value is { ok: boolean } {
  return typeof value === "object" && value !== null && typeof (value as { ok?: unknown }).ok === "boolean";
}

export function connectServer(raw: RawServer): Server {
  async function call<T>(name: string, argument: object): Promise<Answer<T>> {
    try {
      const value = await raw[name]?.(argument);
      return isEnvelope(value) ? (value as Answer<T>) : "offline";
    } catch {
      return "offline";
    }
  }
  return {
    analyse: (argument) => call("analyse", argument),
    catalogue: () => call("catalogue", {}),
    examples: () => call("examples", {}),
    example: (argument) => call("example", argument),
    figures: (argument) => call("figures", argument),
    open: (argument) => call("open", argument),
    repair: (argument) => call("repair", argument),
    inside: (argument) => call("inside", argument),
    searchInside: (argument) => call("search_inside", argument),
    alike: (argument) => call("alike", argument),
    suited: (argument) => call("suited", argument),
    keepWeights: (argument) => call("keep_weights", argument),
    difference: (argument) => call("difference", argument),
    wire: (argument) => call("wire", argument),
    values: (argument) => call("values", argument),
    costs: (argument) => call("costs", argument),
    predict: (argument) => call("predict", argument),
    compare: (argument) => call("compare", argument),
    group: (argument) => call("group", argument),
    ungroup: (argument) => call("ungroup", argument),
    lessons: () => call("lessons", {}),
    lesson: (argument) => call("lesson", argument),
    lessonDocument: (argument) => call("lesson_document", argument),
    judge: (argument) => call("judge", argument),
  };
}
