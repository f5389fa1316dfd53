// While shapes are guessed: how many were right, how many in a row, and the way out.

import { strings } from "../../strings.ts";
import { useApp, useRound } from "../context.ts";
import { Icon } from "../icons.tsx";

export function ScoreBadge() {
  const app = useApp();
  const on = useRound((round) => round.on);
  const { right, asked, streak, best } = useRound((round) => round.score);
  const text = strings.predicting;
  if (!on) return null;
  return (
    <span className="ng-score" title={text.best(best)} data-testid="score">
      <Icon name="wand" size={14} />
      <span>{asked ? text.score(right, asked) : text.begin}</span>
      {streak > 1 && <strong>{text.streak(streak)}</strong>}
      {asked > 0 && (
        <button type="button" className="ng-button is-icon" aria-label={text.restart} title={text.restart} onClick={() => app.predicting.restart()} data-testid="score-restart">
          <Icon name="reset" size={12} />
        </button>
      )}
    </span>
  );
}
