// The receipt of a node's edits in one line, the names on demand, and the measured difference on request.

import { useEffect, useState } from "react";
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

/** The largest difference of the outputs, measured on request: of all edits, or of one that is on alone. */
function Difference({ node, edit }: { node: GraphNode; edit?: number }) {
  const app = useApp();
  const { rev } = useOverview();
  const [answer, setAnswer] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    setAnswer(null);
  }, [rev, node.id, edit]);
  const measure = async () => {
    setBusy(true);
    const got = await app.server.difference({ ...app.editor.asked(), node: node.id, ...(edit === undefined ? {} : { edit }) });
    setBusy(false);
    if (got === "offline") setAnswer(strings.offline);
    else if (got.ok) setAnswer(sentence(got.result.difference));
    else setAnswer(got.problems.map((problem) => problem.said).join(" "));
  };
  const id = edit === undefined ? "" : `-${edit}`;
  if (answer) return <span className="ng-receipt-difference" data-testid={`receipt-difference${id}`}>{answer}</span>;
  const title = edit === undefined ? strings.receipt.measureText : strings.receipt.measureAlone;
  return (
    <button type="button" className="ng-button" onClick={() => void measure()} disabled={busy} title={title} data-testid={`receipt-measure${id}`}>
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

/** What one edit did by itself; shown where a node has several, since one alone is told by the whole receipt. */
export function EditReceipt({ node, index }: { node: GraphNode; index: number }) {
  const receipt = useReport(node.id)?.receipts?.[index];
  if (!receipt || node.edits.length < 2) return null;
  return (
    <p className="ng-edit-receipt" data-testid={`edit-receipt-${index}`} title={[...receipt.new, ...receipt.dropped].join("\n")}>
      <span>{receipt.said}</span>
      <Difference node={node} edit={index} />
    </p>
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
