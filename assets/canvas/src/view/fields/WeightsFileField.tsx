// A weights file of one's own: it is sent to the server, checked there, and called by the name that it gets.

import { useRef, useState } from "react";
import { upload } from "../../state/upload.ts";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";
import { Icon } from "../icons.tsx";
import type { FieldProps } from "./field.ts";

export function WeightsFileField({ id, own, set, fault }: FieldProps) {
  const app = useApp();
  const chooser = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const text = strings.inspector;
  const bring = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    const path = await upload(file);
    const answer = path === null ? "offline" : await app.server.keepWeights({ path });
    setBusy(false);
    if (answer === "offline") return fault(text.notBrought);
    if (!answer.ok) return fault(answer.problems[0]?.said ?? text.notBrought);
    fault(null);
    set(answer.result.file);
  };
  const name = typeof own === "string" && own ? own : null;
  return (
    <div className="ng-weights-file">
      {name && <code title={name}>{name}</code>}
      <button type="button" id={id} className="ng-button" disabled={busy} onClick={() => chooser.current?.click()} data-testid="bring-file">
        <Icon name="folder" size={14} />
        <span>{busy ? text.bringing : name ? text.otherFile : text.bringFile}</span>
      </button>
      <input ref={chooser} type="file" accept=".safetensors" hidden onChange={(event) => void bring(event.target.files?.[0])} />
    </div>
  );
}
