// Progress through a lesson: a dot for each step, which leads there.

import type { Lesson } from "../../core/lesson.ts";
import { strings } from "../../strings.ts";
import { useApp, useLessons } from "../context.ts";

export function Dots({ lesson, at }: { lesson: Lesson; at: number }) {
  const { lessons } = useApp();
  const done = useLessons((state) => state.done);
  const text = strings.lesson;
  return (
    <nav className="ng-dots" aria-label={text.steps}>
      {lesson.steps.map((step, index) => (
        <button
          key={step.title}
          type="button"
          className={done.includes(index) ? "is-done" : ""}
          aria-current={index === at ? "step" : undefined}
          aria-label={text.dot(index + 1, step.title, done.includes(index))}
          title={step.title}
          onClick={() => lessons.go(index)}
        />
      ))}
    </nav>
  );
}
