// Who looks at whom: the weights of an attention as a heat map, layer by layer, and the heads of the last one.

import { useState } from "react";
import type { Attention } from "../../core/looking.ts";
import { strings } from "../../strings.ts";
import { TileSheet } from "./TileSheet.tsx";

export function AttentionView({ layers }: { layers: readonly Attention[] }) {
  const [chosen, choose] = useState(layers.length - 1);
  const layer = layers[Math.min(chosen, layers.length - 1)];
  const text = strings.looking;
  if (!layer) return null;
  return (
    <div className="ng-attention" data-testid="attention">
      <h4>
        {text.attention} <small>{text.heads(layer.heads, layer.rows, layer.columns)}</small>
      </h4>
      {layers.length > 1 && (
        <select aria-label={text.layer} value={chosen} onChange={(event) => choose(Number(event.target.value))}>
          {layers.map((one, place) => (
            <option key={place} value={place}>
              {one.path}
            </option>
          ))}
        </select>
      )}
      <img src={layer.mean.data} alt={text.attentionText} title={text.attentionText} />
      <p className="ng-quiet">{text.attentionText}</p>
      {layer.sheet && layer.heads > 1 && <TileSheet sheet={layer.sheet} title={(place) => text.head(place)} />}
    </div>
  );
}
