// The lesson beside the canvas: a step's text, its checks, and the way through.

import { useEffect, useRef } from "react";
import { type Lesson, type LessonStep, waits } from "../../core/lesson.ts";
import { shareLesson } from "../../state/sharing.ts";
import { strings } from "../../strings.ts";
import { useApp, useLessons } from "../context.ts";
import { Icon, type IconName } from "../icons.tsx";
import { Checks } from "./Checks.tsx";
import { Dots } from "./Dots.tsx";
import { Text } from "./Prose.tsx";

function HeadButton({ icon, title, run, id }: { icon: IconName; title: string; run: () => void; id: string }) {
  return (
    <button type="button" className="ng-button is-icon" aria-label={title} title={title} onClick={run} data-testid={`lesson-${id}`}>
      <Icon name={icon} />
    </button>
  );
}

function Head({ lesson }: { lesson: Lesson }) {
  const app = useApp();
  const text = strings.lesson;
  const shared = useLessons((state) => state.source !== null && "id" in state.source);
  return (
    <header className="ng-panel-head">
      <h2 title={lesson.title}>
        {lesson.system && <em>{lesson.system}</em>} {lesson.title}
      </h2>
      {shared && <HeadButton icon="link" title={text.share} run={() => void shareLesson(app)} id="share" />}
      <HeadButton icon="close" title={text.leave} run={() => app.lessons.leave()} id="leave" />
    </header>
  );
}

/** The source of a technique, on the first step. */
function Paper({ lesson }: { lesson: Lesson }) {
  if (!lesson.paper) return null;
  return (
    <p className="ng-paper">
      {strings.lesson.paper}{" "}
      {lesson.link ? (
        <a href={lesson.link} target="_blank" rel="noopener noreferrer">
          {lesson.paper}
        </a>
      ) : (
        lesson.paper
      )}
    </p>
  );
}

function Documents({ step, done }: { step: LessonStep; done: boolean }) {
  const app = useApp();
  const text = strings.lesson;
  const standing = useLessons((state) => state.standing);
  const wanted = waits(step, standing);
  if (!step.start && !step.shows) return null;
  return (
    <div className="ng-lesson-documents">
      {step.start && (
        <button type="button" className={`ng-button ${wanted ? "is-primary" : "is-line"}`} onClick={() => void app.lessons.put(step.start ?? "")} title={text.undone} data-testid="lesson-open">
          <Icon name={wanted ? "file" : "reset"} size={14} />
          {wanted ? text.open : text.restart}
        </button>
      )}
      {step.shows && !done && (
        <button type="button" className="ng-button is-line" onClick={() => void app.lessons.put(step.shows ?? "")} title={text.undone} data-testid="lesson-show">
          <Icon name="wand" size={14} />
          {text.show}
        </button>
      )}
    </div>
  );
}

function Ways({ lesson, at, done }: { lesson: Lesson; at: number; done: boolean }) {
  const { lessons } = useApp();
  const text = strings.lesson;
  const last = at === lesson.steps.length - 1;
  const forward = done || lesson.steps[at]?.checks.length === 0;
  return (
    <footer className="ng-lesson-ways">
      <button type="button" className="ng-button" aria-disabled={at === 0} onClick={() => lessons.go(at - 1)} data-testid="lesson-back">
        <Icon name="back" size={14} />
        {text.previous}
      </button>
      <Dots lesson={lesson} at={at} />
      <button
        type="button"
        className={`ng-button${forward ? " is-primary" : ""}`}
        onClick={() => (last ? lessons.leave() : lessons.go(at + 1))}
        data-testid="lesson-next"
      >
        {last ? text.finish : forward ? text.next : text.skip}
        {!last && <Icon name="next" size={14} />}
      </button>
    </footer>
  );
}

export function LessonPanel() {
  const { lesson, step: at, met } = useLessons((state) => state);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollTo(0, 0);
    place.current?.focus({ preventScroll: true });
  }, [lesson, at]);
  const step = lesson?.steps[at];
  if (!lesson || !step) return null;
  const done = step.checks.length > 0 && met !== null && met.every(Boolean);
  const text = strings.lesson;
  return (
    <aside className="ng-lesson" aria-label={text.title} data-testid="lesson">
      <Head lesson={lesson} />
      <div className="ng-scroll" ref={place} tabIndex={-1} data-testid="lesson-step" data-step={at + 1}>
        <p className="ng-lesson-count">{text.step(at + 1, lesson.steps.length)}</p>
        <h3>{step.title}</h3>
        <Text text={step.text} />
        {at === 0 && <Paper lesson={lesson} />}
      </div>
      <div className="ng-lesson-todo">
        <Checks step={step} met={met} done={done} />
        <Documents step={step} done={done} />
      </div>
      <Ways lesson={lesson} at={at} done={done} />
    </aside>
  );
}
