// The edits of a node in the order in which they are done, and their receipt.

import type { GraphNode } from "../../core/document.ts";
import { openInside } from "../../state/surgery.ts";
import { strings } from "../../strings.ts";
import { useApp, useInsides } from "../context.ts";
import { Icon } from "../icons.tsx";
import { EditCard } from "../inside/EditCard.tsx";
import { ReceiptLine } from "../inside/ReceiptLine.tsx";
import { Section } from "./Section.tsx";

export function Edits({ node }: { node: GraphNode }) {
  const app = useApp();
  const inside = useInsides((state) => state.node === node.id);
  const text = strings.edits;
  return (
    <Section title={text.title} aside={node.edits.length > 0 ? text.count(node.edits.length) : null}>
      {node.edits.length === 0 && <p className="ng-quiet">{inside ? text.noneYet : text.none}</p>}
      <div className="ng-edits">
        {node.edits.map((edit, index) => <EditCard key={`${edit.do} ${edit.path} ${index}`} node={node} index={index} where="list" />)}
      </div>
      {!inside && <ReceiptLine node={node} />}
      {!inside && (
        <button type="button" className="ng-button ng-open-inside" onClick={() => openInside(app, node.id)} data-testid="open-inside">
          <Icon name="inside" size={14} />
          <span>{text.open}</span>
        </button>
      )}
    </Section>
  );
}
