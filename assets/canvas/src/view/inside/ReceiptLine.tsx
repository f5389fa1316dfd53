// The receipt of a node's edits in one line, the names on demand, and the measured difference on request.

import { useEffect, useState } from "react";
import { writeDocument } from "../../core/documentText.ts";
import type { GraphNode } from "../../core/document.ts";
import { strings } from "../../strings.ts";
import { useApp, useOverview, useReport } from "../context.ts";
import { Icon } from "../icons.tsx";

/** A difference as people read it: 0.0, 0.0031, 1.2e-9. */
function written(value: number | null): string | null {
  if (value === null || !Number.isFinite(value)) return null;
  if (value === 0) return "0.0";
  return Math.abs(value) < 1e-4 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}

/** No number means that the two outputs have different shapes. */
function sentence(difference: number | null): string {
  const text = written(difference);
  return text === null ? strings.receipt.reshaped : strings.receipt.differs(text);
}

function Difference({ node }: { node: GraphNode }) {
  const app = useApp();
  const { rev } = useOverview();
  const [answer, setAnswer] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    setAnswer(null);
  }, [rev, node.id]);
  const measure = async () => {
    setBusy(true);
    const got = await app.server.difference({ document: writeDocument(app.editor.document()), node: node.id });
    setBusy(false);
    if (got === "offline") setAnswer(strings.offline);
    else if (got.ok) setAnswer(sentence(got.result.difference));
    else setAnswer(got.problems.map((problem) => problem.said).join(" "));
  };
  if (answer) return <span className="ng-receipt-difference" data-testid="receipt-difference">{answer}</span>;
  return (
    <button type="button" className="ng-button" onClick={() => void measure()} disabled={busy} title={strings.receipt.measureText} data-testid="receipt-measure">
      <Icon name={busy ? "wait" : "scale"} size={14} />
      <span>{busy ? strings.receipt.measuring : strings.receipt.measure}</span>
    </button>
  );
}

function Names({ title, names }: { title: string; names: readonly string[] }) {
  if (!names.length) return null;
  return (
    <section>
      <h4>{title}</h4>
      <ul>{names.map((name) => <li key={name}><code>{name}</code></li>)}</ul>
    </section>
  );
}

export function ReceiptLine({ node }: { node: GraphNode }) {
  const receipt = useReport(node.id)?.receipt;
  const [open, setOpen] = useState(false);
  if (!receipt) return null;
  const named = receipt.new.length + receipt.dropped.length > 0;
  return (
    <div className="ng-receipt" data-testid="receipt">
      <p>
        <Icon name={receipt.dropped.length ? "note" : "check"} size={14} />
        <strong>{receipt.said}</strong>
        {named && (
          <button type="button" className="ng-button" aria-expanded={open} onClick={() => setOpen(!open)} data-testid="receipt-names">
            {open ? strings.receipt.hide : strings.receipt.names}
          </button>
        )}
        <Difference node={node} />
      </p>
      {open && (
        <div className="ng-receipt-names">
          <Names title={strings.receipt.new} names={receipt.new} />
          <Names title={strings.receipt.dropped} names={receipt.dropped} />
        </div>
      )}
    </div>
  );
}
