// "Run up to here": the live network on one sample, which may be another one, or a picture of the person's own.

import { type FormEvent, useRef, useState } from "react";
import { readNumbers } from "../../core/looking.ts";
import { strings } from "../../strings.ts";
import { useApp, useLooking, useWatched } from "../context.ts";
import { Icon } from "../icons.tsx";
import { ProblemCard } from "../problems/ProblemCard.tsx";
import { ValuesView } from "./ValuesView.tsx";

const LARGEST = 10_000_000;

function read(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/** A text or a row of numbers of the person's own. */
function Own({ place, what }: { place: string; what: "text" | "features" }) {
  const app = useApp();
  const [typed, type] = useState("");
  const text = strings.looking;
  const numbers = what === "features" ? readNumbers(typed) : null;
  const sound = what === "features" ? numbers !== null : typed.trim() !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (sound) void app.looking.run(place, numbers ? { features: numbers } : { text: typed });
  };
  return (
    <form className="ng-own" onSubmit={submit}>
      <input value={typed} onChange={(event) => type(event.target.value)} placeholder={text.ownTyped[what]} aria-label={text.ownTyped[what]} maxLength={5000} data-testid="sample-typed" />
      <button type="submit" className="ng-button is-icon" disabled={!sound} aria-label={text.run} title={text.run}>
        <Icon name="next" size={14} />
      </button>
    </form>
  );
}

function SampleBar({ place }: { place: string }) {
  const app = useApp();
  const values = useLooking((state) => state.values);
  const busy = useLooking((state) => state.busy);
  const file = useRef<HTMLInputElement>(null);
  const text = strings.looking;
  if (!values) return null;
  const { row, rows, said, takes } = values.sample;
  const step = (by: number) => void app.looking.run(place, { row: ((row ?? 0) + by + rows) % rows });
  const bring = async (chosen: File | undefined) => {
    if (!chosen) return;
    if (chosen.size > LARGEST) app.look.toast(text.tooLarge, true);
    else await app.looking.run(place, { image: await read(chosen) });
  };
  return (
    <>
      <div className="ng-sample" data-testid="sample">
        {values.input && <img src={values.input} alt={text.input} />}
        <span>{said}</span>
        {row !== null && rows > 1 && (
          <>
            <button type="button" className="ng-button is-icon" disabled={busy} aria-label={text.previous} title={text.previous} onClick={() => step(-1)}>
              <Icon name="back" size={14} />
            </button>
            <button type="button" className="ng-button is-icon" disabled={busy} aria-label={text.next} title={text.next} onClick={() => step(1)} data-testid="sample-next">
              <Icon name="next" size={14} />
            </button>
          </>
        )}
        {takes.includes("image") && (
          <>
            <button type="button" className="ng-button is-icon" disabled={busy} aria-label={text.own} title={text.own} onClick={() => file.current?.click()}>
              <Icon name="folder" size={14} />
            </button>
            <input ref={file} type="file" accept="image/*" hidden data-testid="sample-file" onChange={(event) => void bring(event.target.files?.[0])} />
          </>
        )}
      </div>
      {(["text", "features"] as const).map((what) => takes.includes(what) && <Own key={what} place={place} what={what} />)}
    </>
  );
}

export function RunUpTo({ place }: { place: string }) {
  const app = useApp();
  const state = useLooking((looking) => looking);
  const rev = useWatched(app.editor.store, (editor) => editor.rev);
  const text = strings.looking;
  const mine = state.place === place;
  const values = mine ? state.values : null;
  return (
    <div className="ng-run-to">
      <button type="button" className="ng-button is-wide" disabled={state.busy} onClick={() => void app.looking.run(place)} data-testid="run-up-to">
        <Icon name="through" size={14} />
        <span>{state.busy && mine ? text.running : values && state.rev !== rev ? text.again : text.run}</span>
      </button>
      {!values && !(mine && state.busy) && <p className="ng-quiet">{text.runText}</p>}
      {mine && <SampleBar place={place} />}
      {mine && state.offline && <p className="ng-quiet">{strings.offlineLong}</p>}
      {mine && state.problems.map((problem, index) => <ProblemCard key={index} problem={problem} />)}
      {values && <ValuesView values={values} />}
    </div>
  );
}
