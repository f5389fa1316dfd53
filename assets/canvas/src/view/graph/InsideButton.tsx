// The way into a backbone or a group, on its card, with the number of edits inside.

import type { GraphNode } from "../../core/document.ts";
import { openGroup } from "../../state/grouping.ts";
import { openInside } from "../../state/surgery.ts";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";
import { Icon } from "../icons.tsx";

export function InsideButton({ node }: { node: GraphNode }) {
  const app = useApp();
  const open = () => openGroup(app, node.id) || openInside(app, node.id);
  const count = node.edits.filter((edit) => edit.on).length;
  return (
    <button type="button" className="ng-inside-button nodrag" onClick={open} title={strings.actions.inside} data-testid={`open-inside-${node.id}`}>
      <Icon name="inside" size={14} />
      <span>{strings.edits.open}</span>
      {count > 0 && <em className="ng-tag is-graft">{strings.inside.edits(count)}</em>}
    </button>
  );
}
