// The gallery: a card for each example with a small drawing of its graph.

import { useEffect, useState } from "react";
import type { GraphDocument } from "../../core/document.ts";
import { readDocument } from "../../core/documentText.ts";
import { openExample } from "../../state/documents.ts";
import type { ExampleEntry } from "../../state/server.ts";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";
import { Dialog } from "./Dialog.tsx";
import { GraphPicture } from "./GraphPicture.tsx";

function Card({ entry }: { entry: ExampleEntry }) {
  const app = useApp();
  const [document, setDocument] = useState<GraphDocument | null>(null);
  useEffect(() => {
    let gone = false;
    void app.server.example({ id: entry.id }).then((answer) => {
      if (!gone && answer !== "offline" && answer.ok) setDocument(readDocument(answer.result.document));
    });
    return () => {
      gone = true;
    };
  }, [app, entry.id]);
  return (
    <button type="button" className="ng-card" onClick={() => void openExample(app, entry.id)} data-testid={`example-${entry.id}`}>
      <span className="ng-card-picture">{document && <GraphPicture document={document} />}</span>
      <strong>
        {entry.system && <em>{entry.system}</em>} {entry.title}
      </strong>
      {entry.sentence && <span>{entry.sentence}</span>}
      {document && <small>{strings.examples.nodes(document.nodes.length)}</small>}
    </button>
  );
}

export function ExamplesDialog() {
  const app = useApp();
  const [entries, setEntries] = useState<readonly ExampleEntry[] | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    void app.server.examples().then((answer) => {
      if (answer === "offline") setFault(strings.offlineLong);
      else if (!answer.ok) setFault(answer.problems.map((problem) => problem.said).join(" "));
      else setEntries(answer.result);
    });
  }, [app]);
  const { title, text, loading, none } = strings.examples;
  return (
    <Dialog title={title} className="ng-examples">
      <p className="ng-quiet">{fault ?? (entries ? (entries.length ? text : none) : loading)}</p>
      <div className="ng-cards">{entries?.map((entry) => <Card key={entry.id} entry={entry} />)}</div>
    </Dialog>
  );
}
