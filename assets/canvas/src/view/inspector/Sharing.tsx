// Whose weights a node uses: its own, or those of another node of the same block.

import type { GraphNode } from "../../core/document.ts";
import { owners } from "../../core/groups.ts";
import { titleOf } from "../../core/catalogue.ts";
import { strings } from "../../strings.ts";
import { useApp, useCatalogue, useDocument } from "../context.ts";
import { Section } from "./Section.tsx";

const OWN = "";

export function Sharing({ node }: { node: GraphNode }) {
  const app = useApp();
  const catalogue = useCatalogue();
  const document = useDocument();
  const others = owners(document, node.id);
  if (!others.length && node.shares === null) return null;
  const text = strings.shares;
  const name = (other: GraphNode) => (titleOf(catalogue, other) === other.id ? other.id : `${titleOf(catalogue, other)} (${other.id})`);
  return (
    <Section title={text.title}>
      <select
        className="ng-field"
        aria-label={text.title}
        value={node.shares ?? OWN}
        onChange={({ target }) => app.editor.run({ kind: "set-shares", node: node.id, owner: target.value === OWN ? null : target.value })}
        data-testid="shares"
      >
        <option value={OWN}>{text.own}</option>
        {others.map((other) => <option key={other.id} value={other.id}>{text.of(name(other))}</option>)}
        {node.shares !== null && !others.some(({ id }) => id === node.shares) && <option value={node.shares}>{text.of(node.shares)}</option>}
      </select>
      {node.shares !== null && <p className="ng-quiet">{text.note}</p>}
    </Section>
  );
}
