// What a step asks to be done: a line for each check, which turns green when Python says that it is met.

import type { LessonStep } from "../../core/lesson.ts";
import { strings } from "../../strings.ts";
import { Icon } from "../icons.tsx";

interface Props {
  readonly step: LessonStep;
  readonly met: readonly boolean[] | null;
  readonly done: boolean;
}

export function Checks({ step, met, done }: Props) {
  if (!step.checks.length) return null;
  const text = strings.lesson;
  return (
    <section className={`ng-checks${done ? " is-done" : ""}`} aria-label={text.checks}>
      <ul>
        {step.checks.map((said, index) => {
          const fits = met?.[index] ?? false;
          return (
            <li key={said} className={fits ? "is-met" : ""} data-testid={`check-${index + 1}`} data-met={fits}>
              <span className="ng-tick">{fits && <Icon name="check" size={12} />}</span>
              <span>
                {said}
                <span className="ng-unseen">{fits ? text.met : text.unmet}</span>
              </span>
            </li>
          );
        })}
      </ul>
      <p role="status" data-testid="lesson-done">
        {done ? text.done : ""}
      </p>
    </section>
  );
}
