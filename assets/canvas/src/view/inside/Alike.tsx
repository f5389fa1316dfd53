// An edit at one place offers itself for all other places of its kind.

import { useEffect, useState } from "react";
import type { GraphNode } from "../../core/document.ts";
import type { Alike as Places } from "../../state/server.ts";
import { strings } from "../../strings.ts";
import { useApp, useReport } from "../context.ts";

function usePlaces(node: GraphNode, index: number): Places | null {
  const app = useApp();
  const report = useReport(node.id);
  const [places, setPlaces] = useState<Places | null>(null);
  useEffect(() => {
    let stale = false;
    setPlaces(null);
    void app.server.alike({ ...app.editor.asked(), node: node.id, edit: index }).then((answer) => {
      if (!stale && answer !== "offline" && answer.ok) setPlaces(answer.result);
    });
    return () => {
      stale = true;
    };
  }, [app, node.id, node.edits.length, index, report?.receipt?.said]);
  return places;
}

export function Alike({ node, index }: { node: GraphNode; index: number }) {
  const app = useApp();
  const places = usePlaces(node, index);
  const text = strings.edits;
  if (!places?.paths.length) return null;
  const { pattern, paths } = places;
  const repeat = () => app.editor.run({ kind: "repeat-edit", node: node.id, index, paths });
  return (
    <div className="ng-alike" data-testid={`alike-${index}`}>
      <details>
        <summary>
          {text.alike(paths.length)} <code>{pattern}</code>
        </summary>
        <ul>
          {paths.map((path) => (
            <li key={path}>
              <code>{path}</code>
            </li>
          ))}
        </ul>
      </details>
      <button type="button" className="ng-button" onClick={repeat} data-testid={`repeat-${index}`}>
        {text.repeat(paths.length)}
      </button>
    </div>
  );
}
