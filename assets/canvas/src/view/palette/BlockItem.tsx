// A block that can be dragged onto the canvas, clicked or added with Enter.

import type { DragEvent } from "react";
import { type Block, GROUPS, kindColor } from "../../core/catalogue.ts";
import { useCount } from "../../core/groups.ts";
import { add } from "../../state/gestures.ts";
import { removeGroup } from "../../state/grouping.ts";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";
import { Icon } from "../icons.tsx";
import { leadingKind } from "../graph/NodeCard.tsx";
import { BLOCK_TYPE } from "../graph/useDropping.ts";

export function BlockItem({ block }: { block: Block }) {
  const app = useApp();
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.setData(BLOCK_TYPE, block.id);
    event.dataTransfer.effectAllowed = "copy";
  };
  const unused = block.category === GROUPS && useCount(app.editor.whole(), block.id) === 0;
  const item = (
    <button
      type="button"
      className="ng-block"
      tabIndex={-1}
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
  if (!unused) return item;
  const remove = strings.group.remove(block.title);
  return (
    <div className="ng-unused-block">
      {item}
      <button type="button" className="ng-button is-icon" aria-label={remove} title={remove} onClick={() => removeGroup(app, block.id)} data-testid={`remove-group-${block.id}`}>
        <Icon name="trash" size={14} />
      </button>
    </div>
  );
}
