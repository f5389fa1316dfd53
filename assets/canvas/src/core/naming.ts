// What a node is called on the screen: its title, and its name in the code where another node bears the same title.

import { type Catalogue, titleOf } from "./catalogue.ts";
import type { GraphDocument } from "./document.ts";

/** The nodes whose title another node bears too. */
export function namesakes(catalogue: Catalogue, { nodes }: Pick<GraphDocument, "nodes">): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const node of nodes) counts.set(titleOf(catalogue, node), (counts.get(titleOf(catalogue, node)) ?? 0) + 1);
  return new Set(nodes.filter((node) => (counts.get(titleOf(catalogue, node)) ?? 0) > 1).map(({ id }) => id));
}

/** "Ten scores", or "Linear (linear_2)" where there is more than one of that title; Python says it the same way. */
export function namesOf(catalogue: Catalogue, document: Pick<GraphDocument, "nodes">): ReadonlyMap<string, string> {
  const several = namesakes(catalogue, document);
  return new Map(
    document.nodes.map((node) => {
      const title = titleOf(catalogue, node);
      return [node.id, several.has(node.id) ? `${title} (${node.id})` : title];
    }),
  );
}
