// The modules of one level as a chain of cards, the shapes on the links, the edits in their place. A card unfolds into
// the chain inside it.

import { type MouseEvent, useEffect, useRef } from "react";
import type { GraphNode } from "../../core/document.ts";
import { editsAt, type Inner, type PlacedEdit } from "../../core/inside.ts";
import { strings } from "../../strings.ts";
import { useApp, useHiddenInside, useInsides } from "../context.ts";
import { Icon } from "../icons.tsx";
import { EditCard } from "./EditCard.tsx";
import { ModuleHead } from "./ModuleHead.tsx";

interface Props {
  readonly node: GraphNode;
  readonly inner: Inner;
}

/** What flows at a place, unless it is still to be guessed. */
function Flow({ node, path, text, ...named }: { node: GraphNode; path: string; text: string; "data-testid"?: string }) {
  const hidden = useHiddenInside(node.id, path, text);
  return (
    <code title={hidden ? strings.predicting.inside : undefined} {...named}>
      {hidden ? strings.predicting.unknown : text}
    </code>
  );
}

/** The line between two cards: what flows there, and a way to put something on it. */
function Link({ node, inner, broken }: Props & { broken: boolean }) {
  const app = useApp();
  const insert = (event: MouseEvent) => {
    const at = { x: event.clientX + 12, y: event.clientY - 40 };
    app.look.change({ chooser: { why: "operate", how: "insert_after", node: node.id, path: inner.path, at } });
  };
  const label = strings.operations.insert_after(inner.path);
  return (
    <div className={`ng-link${broken ? " is-broken" : ""}`}>
      <Flow node={node} path={inner.path} text={inner.shape} data-testid={`inside-shape-${inner.path}`} />
      {inner.calls > 0 && (
        <button type="button" className="ng-link-add" aria-label={label} title={label} onClick={insert} data-testid={`inside-insert-${inner.path}`}>
          <Icon name="plus" size={12} />
        </button>
      )}
    </div>
  );
}

function Cards({ node, edits }: { node: GraphNode; edits: readonly PlacedEdit[] }) {
  return edits.map(({ index }) => (
    <div key={index} className="ng-step">
      <EditCard node={node} index={index} where="network" />
      <div className="ng-link is-short" />
    </div>
  ));
}

function Module({ node, inner }: Props) {
  const app = useApp();
  const open = useInsides(() => app.insides.place().open.includes(inner.path)) && inner.children > 0;
  const marked = useInsides((state) => state.marked === inner.path);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (marked) box.current?.scrollIntoView({ block: "center", behavior: "smooth" });
  }, [marked]);
  const edits = editsAt(node.edits, inner.path);
  const gone = edits.some(({ edit }) => edit.on && (edit.do === "replace" || edit.do === "remove"));
  const beside = edits.filter(({ edit }) => edit.do !== "insert_after" && edit.do !== "insert_before");
  const menu = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
    app.look.change({ menu: { on: "module", node: node.id, inner, at: { x: event.clientX, y: event.clientY } } });
  };
  const classes = [
    "ng-module",
    open ? "is-open" : "",
    inner.frozen ? "is-frozen" : "",
    inner.used ? "" : "is-unused",
    inner.added ? "is-added" : "",
    gone ? "is-gone" : "",
    marked ? "is-marked" : "",
    node.taps.includes(inner.path) ? "is-tapped" : "",
  ];
  return (
    <div className="ng-abreast">
      <section ref={box} className={classes.join(" ")} onContextMenu={menu} data-testid={`inside-${inner.path}`}>
        <ModuleHead node={node} inner={inner} open={open} />
        {open && <Level node={node} path={inner.path} />}
      </section>
      {beside.map(({ index }) => <EditCard key={index} node={node} index={index} where="network" />)}
    </div>
  );
}

function Step({ node, inner, flows }: Props & { flows: boolean }) {
  const edits = editsAt(node.edits, inner.path);
  const before = edits.filter(({ edit }) => edit.do === "insert_before");
  const after = edits.filter(({ edit }) => edit.do === "insert_after");
  return (
    <li className="ng-step">
      <Cards node={node} edits={before} />
      <Module node={node} inner={inner} />
      {after.length > 0 && <div className="ng-link is-short" />}
      {after.map(({ index }, place) => (
        <div key={index} className="ng-step">
          {place > 0 && <div className="ng-link is-short" />}
          <EditCard node={node} index={index} where="network" />
        </div>
      ))}
      <Link node={node} inner={inner} broken={!flows} />
    </li>
  );
}

export function Level({ node, path }: { node: GraphNode; path: string }) {
  const level = useInsides((state) => state.levels[path]);
  if (!level) return <p className="ng-quiet ng-level-wait">{strings.inside.loading}</p>;
  const rows = level.inside;
  return (
    <ul className="ng-level" aria-label={path || strings.inside.whole}>
      {level.self.arrives && rows.length > 0 && (
        <li className={`ng-link is-first${rows[0]?.follows ? "" : " is-broken"}`}>
          <Flow node={node} path="" text={level.self.arrives} />
        </li>
      )}
      {rows.map((inner, place) => (
        <Step key={inner.path} node={node} inner={inner} flows={rows[place + 1]?.follows ?? level.self.passes} />
      ))}
    </ul>
  );
}
