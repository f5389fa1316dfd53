// What a step still asks for, in a corner of the page, while the canvas is not seen: training and trying happen there.

import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { strings } from "../../strings.ts";
import { useApp, useLessons } from "../context.ts";
import { Checks } from "./Checks.tsx";

function useHidden(element: HTMLElement): boolean {
  const [hidden, setHidden] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setHidden(entry?.isIntersecting === false));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return hidden;
}

export function Reminder() {
  const { root } = useApp();
  const { lesson, step: at, met } = useLessons((state) => state);
  const hidden = useHidden(root);
  const step = lesson?.steps[at];
  if (!hidden || !lesson || !step) return null;
  const done = met !== null && met.length > 0 && met.every(Boolean);
  const text = strings.lesson;
  return createPortal(
    <aside className="ng ng-reminder" aria-label={text.title} data-testid="lesson-reminder">
      <small className="ng-quiet">{text.step(at + 1, lesson.steps.length)}</small>
      <h3>{step.title}</h3>
      <Checks step={step} met={met} done={done} />
      <p className="ng-quiet">{text.elsewhere}</p>
    </aside>,
    document.body,
  );
}
