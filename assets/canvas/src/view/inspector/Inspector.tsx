// The panel on the right: about the node, the wire or the several nodes that are selected.

import { inspectorAction } from "../../actions/panels.ts";
import { edgeId, nodeOf } from "../../core/document.ts";
import { strings } from "../../strings.ts";
import { useDocument, useSelection } from "../context.ts";
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
  return (
    <div className="ng-nothing">
      <p>{strings.inspector.none}</p>
      <p>{strings.inspector.noneKeys}</p>
    </div>
  );
}

export function Inspector() {
  return (
    <aside className="ng-inspector" aria-label={strings.inspector.title} data-testid="inspector">
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
