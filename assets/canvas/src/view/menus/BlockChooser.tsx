// The small block chooser: to add at a point, to connect a loose wire, to insert on a wire, to replace a node.

import { useCallback, useEffect, useMemo, useState } from "react";
import { absentIn, type Block, inputsOf, kindColor, outputsOf } from "../../core/catalogue.ts";
import { fitOfBlock } from "../../core/compatible.ts";
import { nodeOf, type Position } from "../../core/document.ts";
import { placeable } from "../../core/groups.ts";
import { bySuiting, fitInside, type SuitedAt, suits } from "../../core/inside.ts";
import { portKey } from "../../core/analysis.ts";
import { rank } from "../../core/search.ts";
import type { App } from "../../state/app.ts";
import { add, addOnWire, addWired, swap } from "../../state/gestures.ts";
import { operate } from "../../state/surgery.ts";
import type { BlockChoice } from "../../state/look.ts";
import { NODE_WIDTH } from "../../core/place.ts";
import { strings } from "../../strings.ts";
import { useApp, useLook } from "../context.ts";
import { NotOffered } from "../fields/NotOffered.tsx";
import { leadingKind } from "../graph/NodeCard.tsx";
import { type Pick, PickList } from "./PickList.tsx";
import { Popup } from "./Popup.tsx";

function outputKind(app: App, id: string, name: string): string {
  const node = nodeOf(app.editor.document(), id);
  const declared = node && outputsOf(app.catalogue, node).find((port) => port.name === name)?.kind;
  return app.reports.shapes.get(portKey(id, name))?.kind ?? declared ?? "any";
}

/** How well a block suits the gesture: what cannot be wired at all is left out. */
function fitness(app: App, chooser: BlockChoice, block: Block): number {
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

function run(app: App, chooser: BlockChoice, block: Block): void {
  const [x, y] = app.stage?.locate(chooser.at.x, chooser.at.y) ?? [0, 0];
  const below: Position = [Math.round(x), Math.round(y - 24)];
  if (chooser.why === "add") add(app, block, below);
  else if (chooser.why === "operate") operate(app, chooser.node, chooser.path, chooser.how, block);
  else if (chooser.why === "replace") swap(app, chooser.node, block);
  else if (chooser.why === "insert") addOnWire(app, block, chooser.edge);
  else addWired(app, block, chooser.end.from === "output" ? below : [below[0] - NODE_WIDTH, below[1]], chooser.end);
}

/** The blocks of the palette that suit the gesture, best first. */
function suitable(app: App, chooser: BlockChoice, suited: SuitedAt | null): Block[] {
  const found = placeable(app.catalogue, app.editor.whole(), app.editor.store.get().where)
    .map((block) => ({ block, fit: fitness(app, chooser, block) }))
    .filter(({ fit }) => fit > 0)
    .sort((one, other) => other.fit - one.fit)
    .map(({ block }) => block);
  return suited ? bySuiting(suited, found) : found;
}

function picks(app: App, chooser: BlockChoice, suited: SuitedAt | null): Pick[] {
  return suitable(app, chooser, suited).map((block) => ({
    key: `block ${block.id}`,
    ...(suited ? { group: strings.chooser.suits[suits(suited, block.id)] } : {}),
    title: block.title,
    keywords: block.keywords,
    names: block.names,
    sentence: block.sentence,
    aside: app.catalogue.categories.find((category) => category.id === block.category)?.title ?? "",
    color: kindColor(app.catalogue, leadingKind(block)),
    run: () => run(app, chooser, block),
  }));
}

/** What Python says of the blocks at the place of an operation; null until it has answered, and for other gestures. */
function useSuited(app: App, chooser: BlockChoice | null): SuitedAt | null {
  const [known, setKnown] = useState<{ readonly chooser: BlockChoice; readonly suited: SuitedAt } | null>(null);
  useEffect(() => {
    if (chooser?.why !== "operate") return;
    const { node, how, path } = chooser;
    void app.server.suited({ ...app.editor.asked(), node, do: how, path }).then((answer) => {
      if (answer !== "offline" && answer.ok) setKnown({ chooser, suited: answer.result });
    });
  }, [app, chooser]);
  return known && known.chooser === chooser ? known.suited : null;
}

/** Of the blocks that begin with what was typed, those that can stand at the place come first. */
function standingFirst(found: readonly Pick[], query: string): readonly Pick[] {
  const typed = query.trim().toLowerCase();
  const first = found.filter(({ title, group }) => title.toLowerCase().startsWith(typed) && group !== strings.chooser.suits[1]);
  return [...first, ...found.filter((pick) => !first.includes(pick))];
}

/** An entry without its heading: what was typed decides over the order then. */
function alone({ group: _, ...pick }: Pick): Pick {
  return pick;
}

/** The keys go on where the chooser left off. */
function focusSelected(app: App): void {
  const [only] = app.editor.store.get().selection.nodes;
  if (only !== undefined && app.insides.store.get().node === null) app.stage?.focus(only);
}

export function BlockChooser() {
  const app = useApp();
  const look = useLook();
  const chooser = look.chooser?.why === "wire" ? null : look.chooser;
  const close = useCallback(() => {
    app.look.change({ chooser: null });
    focusSelected(app);
  }, [app]);
  const suited = useSuited(app, chooser);
  const all = useMemo(() => (chooser ? picks(app, chooser, suited) : []), [app, chooser, suited]);
  const find = useCallback((query: string) => (query ? standingFirst(rank(all, query), query).map(alone) : all), [all]);
  if (!chooser) return null;
  const title = chooser.why === "operate" ? strings.operations[chooser.how](chooser.path) : strings.chooser[chooser.why];
  return (
    <Popup at={chooser.at} className="ng-chooser" role="dialog" label={title} close={close}>
      <h3>{title}</h3>
      <PickList
        find={find}
        pick={(chosen) => {
          close();
          chosen.run();
          focusSelected(app);
        }}
        foot={(query) => <NotOffered absent={absentIn(app.catalogue.blocks)} query={query} />}
        placeholder={strings.chooser.search}
        label={title}
      />
    </Popup>
  );
}
