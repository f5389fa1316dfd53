// A box at a point of the screen, kept inside the canvas; a press elsewhere closes it.

import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import type { Point } from "../../state/look.ts";
import { useApp } from "../context.ts";

interface Props {
  readonly at: Point;
  readonly className: string;
  readonly role?: string;
  readonly label: string;
  readonly children: ReactNode;
  close(): void;
}

const MARGIN = 8;

export function Popup({ at, className, role, label, children, close }: Props) {
  const app = useApp();
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const frame = app.root.getBoundingClientRect();
    const { width, height } = element.getBoundingClientRect();
    const within = (wanted: number, room: number) => `${Math.max(MARGIN, Math.min(wanted, room - MARGIN))}px`;
    element.style.left = within(at.x - frame.left, frame.width - width);
    element.style.top = within(at.y - frame.top, frame.height - height);
  }, [app, at]);
  useEffect(() => {
    const outside = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) close();
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
    };
    document.addEventListener("pointerdown", outside, true);
    document.addEventListener("keydown", escape, true);
    return () => {
      document.removeEventListener("pointerdown", outside, true);
      document.removeEventListener("keydown", escape, true);
    };
  }, [close]);
  return (
    <div ref={box} className={`ng-popup ${className}`} role={role} aria-label={label}>
      {children}
    </div>
  );
}
