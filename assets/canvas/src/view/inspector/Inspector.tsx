// The panel on the right: about the node, the wire or the several nodes that are selected.

import { type KeyboardEvent, useEffect } from "react";
import { inspectorAction } from "../../actions/panels.ts";
import { edgeId, nodeOf } from "../../core/document.ts";
import { strings } from "../../strings.ts";
import { useApp, useDocument, useSelection } from "../context.ts";
import { ActionButton } from "../shell/ActionButton.tsx";
import { NodeInspector } from "./NodeInspector.tsx";
import { SeveralInspector } from "./SeveralInspector.tsx";
import { WireInspector } from "./WireInspector.tsx";

function Content() {
  const document = useDocument();
  const { nodes, edges } = useSelection();
  const [first] = nodes;
  const [wire] = edges;
  if (nodes.size > 1) return <SeveralInspector count={nodes.size} />;
  const node = first === undefined ? undefined : nodeOf(document, first);
  if (node) return <NodeInspector key={node.id} node={node} />;
  const edge = document.edges.find((candidate) => edgeId(candidate) === wire);
  if (edge) return <WireInspector edge={edge} />;
  return null;
}

/** A node that the opening panel would cover moves out from under it. */
function useReveal(): void {
  const app = useApp();
  useEffect(() => {
    const wait = setTimeout(() => {
      const [only, ...others] = app.editor.store.get().selection.nodes;
      if (only && others.length === 0) app.stage?.reveal(only);
    }, 40);
    return () => clearTimeout(wait);
  }, [app]);
}

export function Inspector() {
  const app = useApp();
  useReveal();
  /** Escape leads back to the node that the panel is about. */
  const leave = (event: KeyboardEvent) => {
    const [only] = app.editor.store.get().selection.nodes;
    if (event.key !== "Escape" || only === undefined) return;
    event.stopPropagation();
    app.stage?.focus(only);
  };
  return (
    <aside className="ng-inspector" aria-label={strings.inspector.title} onKeyDown={leave} data-testid="inspector">
      <div className="ng-panel-head">
        <h2>{strings.inspector.title}</h2>
        <ActionButton action={inspectorAction} icon="close" />
      </div>
      <div className="ng-scroll">
        <Content />
      </div>
    </aside>
  );
}
