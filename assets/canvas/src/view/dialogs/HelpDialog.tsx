// Keys and mouse, read from the table of actions.

import { ACTIONS } from "../../actions/index.ts";
import { strings } from "../../strings.ts";
import { showKeys } from "../shell/keys.ts";
import { Dialog } from "./Dialog.tsx";

type Row = readonly [string, string];

function Rows({ title, rows, keys }: { title: string; rows: readonly Row[]; keys?: boolean }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {rows.map(([one, other]) => (
          <div key={one + other}>
            <dt>{keys ? one.split("  ").map((key) => <kbd key={key}>{key}</kbd>) : one}</dt>
            <dd>{other}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function HelpDialog() {
  const { title, mouse, mouseRows, keyboard, keyboardRows } = strings.help;
  const groups = (["file", "edit", "view"] as const).map((group) => ({
    title: strings.groups[group],
    rows: ACTIONS.filter((action) => action.group === group).map(
      (action): Row => [action.keys.map(showKeys).join("  "), action.title],
    ),
  }));
  return (
    <Dialog title={title} className="ng-help">
      <div className="ng-help-columns">
        {groups.map((group) => <Rows key={group.title} {...group} keys />)}
        <Rows title={mouse} rows={mouseRows} />
        <Rows title={keyboard} rows={keyboardRows} />
      </div>
    </Dialog>
  );
}
