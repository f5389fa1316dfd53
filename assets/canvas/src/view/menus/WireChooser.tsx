// The wires that a node could get, to be chosen from a list: connecting with the keyboard alone.

import { useCallback, useMemo } from "react";
import { kindColor } from "../../core/catalogue.ts";
import { nodeOf } from "../../core/document.ts";
import { namesOf } from "../../core/naming.ts";
import { besideOf, inFrontOf, NODE_WIDTH } from "../../core/place.ts";
import { type Offer, wiringsOf } from "../../core/plans/wirings.ts";
import { rank } from "../../core/search.ts";
import type { App } from "../../state/app.ts";
import { wire } from "../../state/gestures.ts";
import type { WireChoice } from "../../state/look.ts";
import { strings } from "../../strings.ts";
import { useApp, useLook } from "../context.ts";
import { type Pick, PickList } from "./PickList.tsx";
import { Popup } from "./Popup.tsx";

/** From the place where a block is put to the point at which its chooser opens. */
const HANDLE = 24;

function wirePicks(app: App, names: ReadonlyMap<string, string>, { own, from, wirings }: Offer): Pick[] {
  const { comesFrom, goesTo, instead } = strings.chooser;
  const title = from === "input" ? comesFrom(own.name) : goesTo(own.name);
  return wirings.map(({ edge, other, port, old }) => ({
    key: `wire ${edge.source}.${edge.output}>${edge.target}.${edge.input}`,
    group: old ? instead(title) : title,
    title: `${names.get(other.id)} › ${port.name}`,
    keywords: [other.id, own.name],
    color: kindColor(app.catalogue, port.kind),
    run() {
      wire(app, edge);
      app.stage?.focus(from === "input" ? edge.target : edge.source);
    },
  }));
}

/** Leads on to the chooser of blocks, for a new one behind an output or in front of an input. */
function blockPick(app: App, node: string, { own, from }: Offer): Pick {
  const { behind, before, fresh } = strings.chooser;
  const position = nodeOf(app.editor.document(), node)?.position ?? [0, 0];
  const left = from === "output" ? besideOf(position)[0] : inFrontOf(position)[0] + NODE_WIDTH;
  return {
    key: `new ${from} ${own.name}`,
    group: fresh,
    title: from === "output" ? behind(own.name) : before(own.name),
    icon: "plus",
    color: kindColor(app.catalogue, own.kind),
    run() {
      const at = app.stage?.onScreen([left, position[1] + HANDLE]) ?? { x: 0, y: 0 };
      app.look.change({ chooser: { why: "connect", at, end: { node, port: own.name, from } } });
    },
  };
}

/** Wires to free ports first, then new blocks; what would push another wire out stands last. */
function picks(app: App, { node }: WireChoice): Pick[] {
  const document = app.editor.document();
  const offers = wiringsOf(app.catalogue, document, node);
  const names = namesOf(app.catalogue, document);
  const some = (free: boolean) =>
    offers.flatMap((offer) => wirePicks(app, names, { ...offer, wirings: offer.wirings.filter(({ old }) => (old === null) === free) }));
  return [...some(true), ...offers.map((offer) => blockPick(app, node, offer)), ...some(false)];
}

export function WireChooser() {
  const app = useApp();
  const { chooser } = useLook();
  const choice = chooser?.why === "wire" ? chooser : null;
  const close = useCallback(() => {
    app.look.change({ chooser: null });
    if (choice) app.stage?.focus(choice.node);
  }, [app, choice]);
  const all = useMemo(() => (choice ? picks(app, choice) : []), [app, choice]);
  const find = useCallback((query: string) => rank(all, query), [all]);
  if (!choice) return null;
  const title = strings.chooser.wire(namesOf(app.catalogue, app.editor.document()).get(choice.node) ?? choice.node);
  return (
    <Popup at={choice.at} className="ng-chooser" role="dialog" label={title} close={close}>
      <h3>{title}</h3>
      <PickList
        find={find}
        pick={(chosen) => {
          close();
          chosen.run();
        }}
        placeholder={strings.chooser.searchWires}
        label={title}
      />
    </Popup>
  );
}
