// The line of a module: its name, class, size, and what can be done with it.

import type { MouseEvent } from "react";
import type { GraphNode } from "../../core/document.ts";
import { editsWithin, type Inner } from "../../core/inside.ts";
import { long, short } from "../../core/numbers.ts";
import { toggleFreezeUpTo, toggleTap } from "../../state/surgery.ts";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";
import { Icon } from "../icons.tsx";

interface Props {
  readonly node: GraphNode;
  readonly inner: Inner;
  readonly open: boolean;
}

function Ice({ inner }: { inner: Inner }) {
  if (!inner.frozen_tensors) return <span className="ng-module-ice" />;
  const title = inner.frozen ? strings.canvas.frozen : strings.canvas.partly(inner.frozen_tensors, inner.tensors);
  return (
    <span className={`ng-module-ice${inner.frozen ? "" : " is-partly"}`} title={title} aria-label={title} role="img">
      <Icon name="snowflake" size={14} />
    </span>
  );
}

function Tags({ node, inner, open }: Props) {
  const within = open ? 0 : editsWithin(node.edits, inner.path);
  const text = strings.inside;
  return (
    <>
      {node.taps.includes(inner.path) && <em className="ng-tag is-tap">{text.tapped}</em>}
      {inner.added && <em className="ng-tag is-graft">{text.added}</em>}
      {within > 0 && <em className="ng-tag is-graft">{text.edits(within)}</em>}
      {!inner.used && <em className="ng-tag" title={text.unusedText}>{text.unused}</em>}
      {inner.calls === 0 && !inner.shape && <em className="ng-tag" title={strings.blocked.uncalled}>{text.uncalled}</em>}
      {inner.calls > 1 && <em className="ng-tag">{text.times(inner.calls)}</em>}
    </>
  );
}

function Tools({ node, inner }: Props) {
  const app = useApp();
  const text = strings.inspector;
  const tapped = node.taps.includes(inner.path);
  const menu = (event: MouseEvent) => {
    const { left, bottom } = event.currentTarget.getBoundingClientRect();
    app.look.change({ menu: { on: "module", node: node.id, inner, at: { x: left, y: bottom + 4 } } });
  };
  const tap = tapped ? text.untap(inner.path) : text.tap(inner.path);
  return (
    <span className="ng-module-tools">
      {inner.calls > 0 && (
        <button type="button" className={`ng-button is-icon${tapped ? " is-on" : ""}`} aria-pressed={tapped} aria-label={tap} title={tap} onClick={() => toggleTap(app, node.id, inner.path)} data-testid={`inside-tap-${inner.path}`}>
          <Icon name="tap" size={14} />
        </button>
      )}
      <button type="button" className="ng-button is-icon" aria-label={text.freezeTo(inner.path)} title={text.freezeTo(inner.path)} onClick={() => toggleFreezeUpTo(app, node.id, inner.path)} data-testid={`inside-freeze-${inner.path}`}>
        <Icon name="snowflake" size={14} />
      </button>
      <button type="button" className="ng-button is-icon" aria-haspopup="menu" aria-label={strings.inside.more(inner.path)} title={strings.inside.more(inner.path)} onClick={menu} data-testid={`inside-more-${inner.path}`}>
        <Icon name="more" size={14} />
      </button>
    </span>
  );
}

export function ModuleHead(props: Props) {
  const { inner, open } = props;
  const app = useApp();
  const text = strings.inside;
  const about = (
    <>
      <strong>{inner.name}</strong>
      <span className="ng-module-class">
        {inner.class}
        {inner.detail && <small>{inner.detail}</small>}
      </span>
    </>
  );
  return (
    <header title={inner.detail ? `${inner.path}\n${inner.class}(${inner.detail})` : inner.path}>
      {inner.children > 0 ? (
        <button type="button" className="ng-module-name" aria-expanded={open} aria-label={open ? text.fold(inner.path) : text.unfold(inner.path)} onClick={() => app.insides.toggle(inner.path)} data-testid={`inside-unfold-${inner.path}`}>
          <Icon name="chevron" size={12} />
          {about}
        </button>
      ) : (
        <span className="ng-module-name">{about}</span>
      )}
      <Tags {...props} />
      {inner.parameters > 0 && <small className="ng-module-size" title={strings.canvas.parameters(long(inner.parameters))}>{short(inner.parameters)}</small>}
      <Ice inner={inner} />
      <Tools {...props} />
    </header>
  );
}
