// The small block chooser: to add at a point, to connect a loose wire, to insert on a wire, to replace a node.

import { useCallback } from "react";
import { type Block, inputsOf, kindColor, outputsOf } from "../../core/catalogue.ts";
import { fitOfBlock } from "../../core/compatible.ts";
import { nodeOf, type Position } from "../../core/document.ts";
import { placeable } from "../../core/groups.ts";
import { fitInside } from "../../core/inside.ts";
import { portKey } from "../../core/analysis.ts";
import { rank } from "../../core/search.ts";
import type { App } from "../../state/app.ts";
import { add, addOnWire, addWired, swap } from "../../state/gestures.ts";
import { operate } from "../../state/surgery.ts";
import type { Chooser } from "../../state/look.ts";
import { NODE_WIDTH } from "../../core/place.ts";
import { strings } from "../../strings.ts";
import { useApp, useLook } from "../context.ts";
import { absentIn, NotOffered } from "../fields/NotOffered.tsx";
import { leadingKind } from "../graph/NodeCard.tsx";
import { type Pick, PickList } from "./PickList.tsx";
import { Popup } from "./Popup.tsx";

function outputKind(app: App, id: string, name: string): string {
  const node = nodeOf(app.editor.document(), id);
  const declared = node && outputsOf(app.catalogue, node).find((port) => port.name === name)?.kind;
  return app.reports.shapes.get(portKey(id, name))?.kind ?? declared ?? "any";
}

/** How well a block suits the gesture: what cannot be wired at all is left out. */
function fitness(app: App, chooser: Chooser, block: Block): number {
  const { catalogue } = app;
  if (chooser.why === "connect") {
    const { node, port, from } = chooser.end;
    const target = nodeOf(app.editor.document(), node);
    const taken = target && inputsOf(catalogue, target).find((input) => input.name === port)?.kind;
    return fitOfBlock(catalogue, block, from === "output" ? outputKind(app, node, port) : (taken ?? "any"), from);
  }
  if (chooser.why === "insert") {
    if (!block.inputs.length || !block.outputs.length) return 0;
    return fitOfBlock(catalogue, block, outputKind(app, chooser.edge.source, chooser.edge.output), "output");
  }
  if (chooser.why === "operate") return fitInside(block);
  const current = chooser.why === "replace" ? nodeOf(app.editor.document(), chooser.node)?.block : undefined;
  if (current === undefined) return 1;
  if (block.id === current) return 0;
  return block.category === catalogue.byId.get(current)?.category ? 2 : 1;
}

function run(app: App, chooser: Chooser, block: Block): void {
  const [x, y] = app.stage?.locate(chooser.at.x, chooser.at.y) ?? [0, 0];
  const below: Position = [Math.round(x), Math.round(y - 24)];
  if (chooser.why === "add") add(app, block, below);
  else if (chooser.why === "operate") operate(app, chooser.node, chooser.path, chooser.how, block);
  else if (chooser.why === "replace") swap(app, chooser.node, block);
  else if (chooser.why === "insert") addOnWire(app, block, chooser.edge);
  else addWired(app, block, chooser.end.from === "output" ? below : [below[0] - NODE_WIDTH, below[1]], chooser.end);
}

function picks(app: App, chooser: Chooser): Pick[] {
  return placeable(app.catalogue, app.editor.whole(), app.editor.store.get().where)
    .map((block) => ({ block, fit: fitness(app, chooser, block) }))
    .filter(({ fit }) => fit > 0)
    .sort((one, other) => other.fit - one.fit)
    .map(({ block }) => ({
      key: `block ${block.id}`,
      title: block.title,
      keywords: block.keywords,
      names: block.names,
      sentence: block.sentence,
      aside: app.catalogue.categories.find((category) => category.id === block.category)?.title ?? "",
      color: kindColor(app.catalogue, leadingKind(block)),
      run: () => run(app, chooser, block),
    }));
}

export function BlockChooser() {
  const app = useApp();
  const { chooser } = useLook();
  const close = useCallback(() => app.look.change({ chooser: null }), [app]);
  if (!chooser) return null;
  const all = picks(app, chooser);
  const title = chooser.why === "operate" ? strings.operations[chooser.how](chooser.path) : strings.chooser[chooser.why];
  return (
    <Popup at={chooser.at} className="ng-chooser" role="dialog" label={title} close={close}>
      <h3>{title}</h3>
      <PickList
        find={(query) => rank(all, query)}
        pick={(chosen) => {
          close();
          chosen.run();
        }}
        foot={(query) => <NotOffered absent={absentIn(app.catalogue.blocks)} query={query} />}
        placeholder={strings.chooser.search}
        label={title}
      />
    </Popup>
  );
}
