// How often each value occurs, as bars between the lowest and the highest.

import { bars, figure, type Histogram as Counts } from "../../core/looking.ts";
import { strings } from "../../strings.ts";

const HEIGHT = 48;
const WIDTH = 256;

export function Histogram({ counts }: { counts: Counts }) {
  if (!counts.counts.length) return null;
  const heights = bars(counts.counts);
  const step = WIDTH / heights.length;
  const zero = counts.low < 0 && counts.high > 0 ? (-counts.low / (counts.high - counts.low)) * WIDTH : null;
  return (
    <figure className="ng-histogram" data-testid="histogram">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={strings.looking.histogram}>
        {heights.map((height, place) => (
          <rect key={place} x={place * step} y={HEIGHT * (1 - height)} width={Math.max(step - 1, 1)} height={HEIGHT * height} />
        ))}
        {zero !== null && <line x1={zero} x2={zero} y1={0} y2={HEIGHT} />}
      </svg>
      <figcaption>
        <span>{figure(counts.low)}</span>
        <span>{figure(counts.high)}</span>
      </figcaption>
    </figure>
  );
}
