// One field for everything: add a block, jump to a node, run an action.

import { ACTIONS } from "../../actions/index.ts";
import { absentIn, kindColor, titleOf } from "../../core/catalogue.ts";
import { placeable } from "../../core/groups.ts";
import { bestFirst } from "../../core/search.ts";
import { selectNodes } from "../../core/selection.ts";
import type { App } from "../../state/app.ts";
import { add } from "../../state/gestures.ts";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";
import { NotOffered } from "../fields/NotOffered.tsx";
import { leadingKind } from "../graph/NodeCard.tsx";
import { PickList, type Pick } from "../menus/PickList.tsx";
import { showKeys } from "../shell/keys.ts";
import { Dialog } from "./Dialog.tsx";

const MOST = 30;

function nodePicks(app: App): Pick[] {
  return app.editor.document().nodes.map((node) => {
    const block = app.catalogue.byId.get(node.block);
    return {
      key: `node ${node.id}`,
      group: strings.search.nodes,
      title: titleOf(app.catalogue, node),
      keywords: [node.id, block?.title ?? ""],
      aside: node.id,
      color: kindColor(app.catalogue, leadingKind(block)),
      run() {
        app.editor.select(selectNodes([node.id]));
        app.stage?.show(node.id);
        app.stage?.focus(node.id);
      },
    };
  });
}

function blockPicks(app: App): Pick[] {
  return placeable(app.catalogue, app.editor.whole(), app.editor.store.get().where).map((block) => ({
    key: `block ${block.id}`,
    group: strings.search.blocks,
    title: block.title,
    keywords: block.keywords,
    names: block.names,
    sentence: block.sentence,
    aside: app.catalogue.categories.find((category) => category.id === block.category)?.title ?? "",
    color: kindColor(app.catalogue, leadingKind(block)),
    run: () => app.stage?.focus(add(app, block)),
  }));
}

function actionPicks(app: App): Pick[] {
  return ACTIONS.filter((action) => action.id !== "search" && !action.blocked?.(app)).map((action) => ({
    key: `action ${action.id}`,
    group: strings.search.actions,
    title: action.title,
    aside: showKeys(action.keys[0] ?? ""),
    icon: action.icon,
    run: () => action.run(app),
  }));
}

export function SearchDialog() {
  const app = useApp();
  const [nodes, blocks, actions] = [nodePicks(app), blockPicks(app), actionPicks(app)];
  const find = (query: string) => {
    const groups = query.trim() ? bestFirst([blocks, nodes, actions], query) : [nodes, blocks, actions];
    return groups.flatMap((picks) => picks.slice(0, MOST));
  };
  const foot = (query: string) => <NotOffered absent={absentIn(app.catalogue.blocks)} query={query} />;
  const pick = (chosen: Pick) => {
    app.look.change({ dialog: null });
    setTimeout(() => chosen.run(), 0);
  };
  return (
    <Dialog title={strings.search.label} className="ng-searcher" bare>
      <PickList find={find} pick={pick} foot={foot} placeholder={strings.search.placeholder} label={strings.search.label} />
    </Dialog>
  );
}
