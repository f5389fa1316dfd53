// The menu of a right click: for a node, a wire or the canvas.

import { type KeyboardEvent, useCallback } from "react";
import type { Action } from "../../actions/action.ts";
import { connectAction } from "../../actions/connect.ts";
import { copyAction } from "../../actions/copy.ts";
import { cutAction } from "../../actions/cut.ts";
import { duplicateAction } from "../../actions/duplicate.ts";
import { fitAction } from "../../actions/fit.ts";
import { freezeAction } from "../../actions/freeze.ts";
import { groupAction } from "../../actions/group.ts";
import { insideAction } from "../../actions/openInside.ts";
import { ungroupAction } from "../../actions/ungroup.ts";
import { nodeOf } from "../../core/document.ts";
import { isGroup } from "../../state/grouping.ts";
import { pasteAction } from "../../actions/paste.ts";
import { removeAction } from "../../actions/remove.ts";
import { selectAllAction } from "../../actions/selectAll.ts";
import { tidyAction } from "../../actions/tidy.ts";
import type { App } from "../../state/app.ts";
import type { Chooser, Menu } from "../../state/look.ts";
import { moduleEntries } from "./moduleEntries.ts";
import { strings } from "../../strings.ts";
import { useApp, useLook } from "../context.ts";
import { Icon, type IconName } from "../icons.tsx";
import { showKeys } from "../shell/keys.ts";
import { Popup } from "./Popup.tsx";

export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly icon: IconName;
  readonly keys?: string;
  readonly reason?: string | null;
  run(): void;
}

function ofAction(app: App, action: Action): Entry {
  const { id, title, icon, keys } = action;
  const reason = action.blocked?.(app) ?? null;
  return { id, title, icon, keys: showKeys(keys[0] ?? ""), reason, run: () => action.run(app) };
}

function opening(app: App, id: string, title: string, icon: IconName, chooser: Chooser): Entry {
  return { id, title, icon, run: () => app.look.change({ chooser }) };
}

function entries(app: App, menu: Menu): readonly Entry[] {
  const { at } = menu;
  const text = strings.menu;
  if (menu.on === "node") {
    const block = nodeOf(app.editor.document(), menu.id)?.block;
    const grouped = block !== undefined && isGroup(app, block);
    const actions = [connectAction, groupAction, ...(grouped ? [insideAction, ungroupAction] : []), freezeAction, duplicateAction, copyAction, cutAction, removeAction];
    return [
      opening(app, "replace", text.replace, "swap", { why: "replace", node: menu.id, at }),
      ...actions.map((action) => ofAction(app, action)),
    ];
  }
  if (menu.on === "wire") {
    const remove = () => app.editor.run({ kind: "disconnect", edges: [menu.edge] });
    return [
      opening(app, "insert", text.insert, "plus", { why: "insert", edge: menu.edge, at }),
      { id: "remove-wire", title: text.removeWire, icon: "trash", run: remove },
    ];
  }
  if (menu.on === "module") return moduleEntries(app, menu.node, menu.inner, at);
  const actions = [pasteAction, selectAllAction, tidyAction, fitAction];
  return [opening(app, "add", text.addHere, "plus", { why: "add", at }), ...actions.map((action) => ofAction(app, action))];
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (!step) return;
  event.preventDefault();
  event.stopPropagation();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("button")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  items[(at + step + items.length) % items.length]?.focus();
}

export function ContextMenu() {
  const app = useApp();
  const { menu } = useLook();
  const close = useCallback(() => app.look.change({ menu: null }), [app]);
  if (!menu) return null;
  return (
    <Popup at={menu.at} className="ng-menu" role="menu" label={strings.menu.label} close={close}>
      <div onKeyDown={walk}>
        {entries(app, menu).map((entry, index) => (
          <button
            key={entry.id}
            type="button"
            role="menuitem"
            autoFocus={index === 0}
            aria-disabled={!!entry.reason}
            title={entry.reason ?? undefined}
            onClick={() => {
              if (entry.reason) return;
              close();
              entry.run();
            }}
            data-testid={`menu-${entry.id}`}
          >
            <Icon name={entry.icon} size={14} />
            <span>{entry.title}</span>
            <kbd>{entry.keys}</kbd>
          </button>
        ))}
      </div>
    </Popup>
  );
}
