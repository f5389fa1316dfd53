// What can be done with a module inside a network.

import { nodeOf, type Operation } from "../../core/document.ts";
import type { Inner } from "../../core/inside.ts";
import type { App } from "../../state/app.ts";
import type { Point } from "../../state/look.ts";
import { operate, toggleFreezeUpTo, toggleTap } from "../../state/surgery.ts";
import { strings } from "../../strings.ts";
import type { IconName } from "../icons.tsx";
import type { Entry } from "./ContextMenu.tsx";

const CHOSEN: readonly (readonly [Operation, IconName])[] = [
  ["insert_after", "plus"],
  ["insert_before", "plus"],
  ["replace", "swap"],
  ["wrap", "beside"],
];

export function moduleEntries(app: App, node: string, inner: Inner, at: Point): readonly Entry[] {
  const { path } = inner;
  const text = strings.module;
  const reason = inner.calls > 0 ? null : strings.blocked.uncalled;
  const tapped = nodeOf(app.editor.document(), node)?.taps.includes(path);
  const freeze = nodeOf(app.editor.document(), node)?.freeze;
  const held = freeze?.what === "up_to" && freeze.path === path;
  const choosing = CHOSEN.map(
    ([how, icon]): Entry => ({
      id: how.replace("_", "-"),
      title: text[how],
      icon,
      reason,
      run: () => app.look.change({ chooser: { why: "operate", how, node, path, at } }),
    }),
  );
  return [
    ...choosing,
    { id: "pass-through", title: text.remove, icon: "through", reason, run: () => operate(app, node, path, "remove", null) },
    { id: "tap", title: tapped ? text.untap : text.tap, icon: "tap", reason, run: () => toggleTap(app, node, path) },
    { id: "freeze-up-to", title: held ? text.unfreeze : text.freeze, icon: "snowflake", run: () => toggleFreezeUpTo(app, node, path) },
    {
      id: "open-alone",
      title: text.open,
      icon: "inside",
      reason: inner.children > 0 ? null : strings.blocked.childless,
      run: () => app.insides.focus(path),
    },
  ];
}
