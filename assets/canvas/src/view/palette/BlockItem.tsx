// A block that can be dragged onto the canvas, clicked or added with Enter.

import type { DragEvent } from "react";
import { type Block, kindColor } from "../../core/catalogue.ts";
import { add } from "../../state/gestures.ts";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";
import { leadingKind } from "../graph/NodeCard.tsx";
import { BLOCK_TYPE } from "../graph/useDropping.ts";

export function BlockItem({ block }: { block: Block }) {
  const app = useApp();
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.setData(BLOCK_TYPE, block.id);
    event.dataTransfer.effectAllowed = "copy";
  };
  return (
    <button
      type="button"
      className="ng-block"
      draggable
      onDragStart={onDragStart}
      onClick={() => add(app, block)}
      title={`${block.sentence}\n\n${strings.palette.hint}`}
      aria-label={strings.palette.add(block.title)}
      data-testid={`block-${block.id}`}
      style={{ "--kind": kindColor(app.catalogue, leadingKind(block)) } as object}
    >
      <span className="ng-glyph" />
      <span>{block.title}</span>
    </button>
  );
}
