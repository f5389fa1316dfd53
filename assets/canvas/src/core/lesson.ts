// Lessons as the browser holds them: steps of prose, with checks that Python judges.

/** A piece of prose: text, or an element around more of it. */
export type Prose =
  | { readonly text: string }
  | { readonly tag: string; readonly href?: string; readonly children: readonly Prose[] };

export interface LessonStep {
  readonly title: string;
  readonly text: readonly Prose[];
  /** The document that the step begins with, the one that solves it, and what stands here when it begins. */
  readonly opens: string | null;
  readonly shows: string | null;
  readonly start: string | null;
  readonly checks: readonly string[];
  /** Whether a check asks about runs, which change without an edit. */
  readonly runs: boolean;
}

export interface LessonHead {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly system: string | null;
  readonly minutes: number | null;
}

/** A row of the gallery: how many steps there are, not what they say. */
export interface LessonEntry extends LessonHead {
  readonly steps: number;
}

export interface Lesson extends LessonHead {
  readonly paper: string | null;
  readonly link: string | null;
  readonly steps: readonly LessonStep[];
}

/** Where a lesson comes from: it came along, or from files of this computer. */
export type LessonSource =
  | { readonly id: string }
  | { readonly text: string; readonly documents: Readonly<Record<string, string>> };

/** What Python is asked with: a file's documents stay here, only their names are sent. */
export function asked(source: LessonSource): { id: string } | { text: string; documents: readonly string[] } {
  return "id" in source ? source : { text: source.text, documents: Object.keys(source.documents) };
}

/** The name in "s04 with image.size 64", without the ending of a file. */
export function documentName(source: string): string {
  return (source.trim().split(/\s/)[0] ?? "").replace(/\.json$/, "");
}

/** A step's number as it stands in an address, from 1; the first where it says nothing sensible. */
export function stepOf(text: string | null, steps: number): number {
  const number = Number(text ?? "1");
  return Number.isInteger(number) && number >= 1 && number <= steps ? number - 1 : 0;
}

/** Whether a step's own network still has to be put on the canvas: what the learner brought along is not judged for it. */
export function waits(step: LessonStep, standing: string | null): boolean {
  return step.opens !== null && standing !== step.opens && (standing === null || standing !== step.shows);
}

/** The address that opens at a step; without an id, the bare one. */
export function addressOf(href: string, id: string | null, step: number): string {
  const url = new URL(href);
  url.searchParams.delete("lesson");
  url.searchParams.delete("step");
  if (id !== null) {
    url.searchParams.set("lesson", id);
    url.searchParams.set("step", String(step + 1));
  }
  return url.toString();
}

/** The steps that are done once these checks of a step were met: a step that checks nothing is done when it is left. */
export function doneWith(done: readonly number[], step: number, met: readonly boolean[]): readonly number[] {
  return met.length > 0 && met.every(Boolean) && !done.includes(step) ? [...done, step] : done;
}
