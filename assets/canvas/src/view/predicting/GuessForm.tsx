// A guess for the shape on a wire, its score axis by axis, and the formula with this node's numbers.

import { type FormEvent, useState } from "react";
import type { Prediction } from "../../core/predicting.ts";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";

export function Scored({ prediction }: { prediction: Prediction }) {
  const text = strings.predicting;
  return (
    <div className={`ng-scored ${prediction.right ? "is-right" : "is-wrong"}`} data-testid="scored">
      <p role="status">{prediction.said}</p>
      <table>
        <tbody>
          {prediction.rows.map((row, place) => (
            <tr key={place} className={row.right ? "is-right" : "is-wrong"}>
              <th scope="row">{row.letter}</th>
              <td>
                {!row.right && <s>{row.guess ?? text.none}</s>} <strong>{row.answer}</strong>
                <small>{row.formula}</small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function GuessForm({ place, done }: { place: string; done: (prediction: Prediction) => void }) {
  const app = useApp();
  const [guess, type] = useState("");
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const text = strings.predicting;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await app.predicting.guess(place, guess);
    setBusy(false);
    if (answer === "offline") setFault(strings.offlineLong);
    else if (!answer.ok) setFault(answer.problems.map((problem) => `${problem.said} ${problem.expected ?? ""}`).join(" "));
    else done(answer.result);
  };
  return (
    <form className="ng-guess" onSubmit={(event) => void submit(event)} data-testid="guess">
      <label htmlFor="ng-guess">{text.ask}</label>
      <div>
        <input id="ng-guess" value={guess} onChange={(event) => type(event.target.value)} placeholder={text.example} autoComplete="off" spellCheck={false} autoFocus maxLength={200} />
        <button type="submit" className="ng-button is-filled" disabled={busy || !guess.trim()} data-testid="guess-check">
          {text.check}
        </button>
      </div>
      {fault ? <p role="alert">{fault}</p> : <p className="ng-quiet">{text.hint}</p>}
    </form>
  );
}
