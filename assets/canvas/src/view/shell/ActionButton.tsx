// A button for an action; where it cannot be done, it says why.

import type { Action } from "../../actions/action.ts";
import { useApp, useDocument, useSelection, useWatched } from "../context.ts";
import { Icon, type IconName } from "../icons.tsx";
import { showKeys } from "./keys.ts";

interface Props {
  readonly action: Action;
  readonly label?: boolean;
  readonly icon?: IconName;
  /** For a switch: whether it is on. */
  readonly on?: boolean;
}

export function ActionButton({ action, label, icon, on }: Props) {
  const app = useApp();
  useDocument();
  useSelection();
  useWatched(app.editor.store, (state) => state.history);
  const reason = action.blocked?.(app) ?? null;
  const keys = action.keys[0] ? `  (${showKeys(action.keys[0])})` : "";
  return (
    <button
      type="button"
      className={`ng-button${label ? "" : " is-icon"}${on ? " is-on" : ""}`}
      aria-pressed={on}
      aria-label={action.title}
      aria-disabled={reason !== null}
      title={reason ? `${action.title}: ${reason}` : `${action.title}${keys}`}
      data-testid={`action-${action.id}`}
      onClick={() => reason === null && action.run(app)}
    >
      <Icon name={icon ?? action.icon} />
      {label && <span>{action.title}</span>}
    </button>
  );
}
