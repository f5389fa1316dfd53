// A lesson's text, drawn from plain data: only the elements listed here exist, and no HTML is ever read.

import { createElement, type ReactNode } from "react";
import type { Prose } from "../../core/lesson.ts";

const TAGS = new Set(
  "p ul ol li blockquote strong em code pre table thead tbody tr th td h4 hr br a".split(" "),
);
const VOID = new Set(["hr", "br"]);

function draw(piece: Prose, key: number): ReactNode {
  if ("text" in piece) return piece.text;
  if (!TAGS.has(piece.tag)) return null;
  if (VOID.has(piece.tag)) return createElement(piece.tag, { key });
  const leads = piece.href !== undefined && /^(https?:\/\/|\/\?)/.test(piece.href);
  const link = leads ? { href: piece.href, target: "_blank", rel: "noopener noreferrer" } : {};
  return createElement(piece.tag, { key, ...link }, ...piece.children.map(draw));
}

export function Text({ text }: { text: readonly Prose[] }) {
  return <div className="ng-prose">{text.map(draw)}</div>;
}
