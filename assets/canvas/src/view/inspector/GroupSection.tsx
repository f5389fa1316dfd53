// What a node that uses a group can do with it: name it, open it, take it apart.

import { ungroupAction } from "../../actions/ungroup.ts";
import type { GraphNode, Group } from "../../core/document.ts";
import { useCount } from "../../core/groups.ts";
import { openGroup } from "../../state/grouping.ts";
import { strings } from "../../strings.ts";
import { useApp, useWhole } from "../context.ts";
import { Icon } from "../icons.tsx";
import { ActionButton } from "../shell/ActionButton.tsx";
import { GroupTitle } from "./GroupTitle.tsx";
import { Section } from "./Section.tsx";

export function GroupSection({ node, group }: { node: GraphNode; group: Group }) {
  const app = useApp();
  const count = useCount(useWhole(), group.id);
  const text = strings.group;
  return (
    <Section title={text.section} aside={count > 1 ? text.many(count) : null}>
      <GroupTitle group={group} />
      <div className="ng-stack">
        <button type="button" className="ng-button" onClick={() => openGroup(app, node.id)} data-testid="group-open">
          <Icon name="inside" size={14} />
          <span>{text.open}</span>
        </button>
        <ActionButton action={ungroupAction} label />
      </div>
    </Section>
  );
}
