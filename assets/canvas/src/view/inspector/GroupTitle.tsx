// The name of a group, wherever it is shown; it is also the name of its class in the code.

import type { Group } from "../../core/document.ts";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";
import { useDraft } from "../fields/useDraft.ts";

export function GroupTitle({ group }: { group: Group }) {
  const app = useApp();
  const { draft, type, flush } = useDraft(group.title, (title) =>
    app.editor.run({ kind: "set-group-title", group: group.id, title: title.trim().slice(0, 80) }),
  );
  return (
    <input
      className="ng-label-input ng-group-title"
      value={draft}
      placeholder={group.id}
      aria-label={strings.group.name}
      title={strings.group.nameText}
      maxLength={80}
      onChange={(event) => type(event.target.value)}
      onBlur={flush}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      data-testid="group-title"
    />
  );
}
