// What can be done with several nodes at once.

import { copyAction } from "../../actions/copy.ts";
import { duplicateAction } from "../../actions/duplicate.ts";
import { groupAction } from "../../actions/group.ts";
import { freezeAction } from "../../actions/freeze.ts";
import { removeAction } from "../../actions/remove.ts";
import { strings } from "../../strings.ts";
import { ActionButton } from "../shell/ActionButton.tsx";

export function SeveralInspector({ count }: { count: number }) {
  return (
    <section className="ng-section">
      <h3>{strings.inspector.several(count)}</h3>
      <div className="ng-stack">
        {[groupAction, freezeAction, duplicateAction, copyAction, removeAction].map((action) => (
          <ActionButton key={action.id} action={action} label />
        ))}
      </div>
    </section>
  );
}
