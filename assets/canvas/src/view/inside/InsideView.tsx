// A node opened in place: it covers the canvas with its modules, until it is folded back.

import { useEffect, useRef } from "react";
import { titleOf } from "../../core/catalogue.ts";
import { type GraphNode, nodeOf } from "../../core/document.ts";
import { ancestors } from "../../core/inside.ts";
import { long } from "../../core/numbers.ts";
import { strings } from "../../strings.ts";
import { useApp, useDocument, useInsides } from "../context.ts";
import { Icon } from "../icons.tsx";
import { ProblemCard } from "../problems/ProblemCard.tsx";
import { Level } from "./Chain.tsx";
import { ReceiptLine } from "./ReceiptLine.tsx";
import { SearchInside } from "./SearchInside.tsx";

function Crumbs({ node, focus }: { node: GraphNode; focus: string }) {
  const app = useApp();
  const name = (path: string) => (path ? path.slice(path.lastIndexOf(".") + 1) : titleOf(app.catalogue, node));
  return (
    <nav aria-label={strings.inside.way}>
      <button type="button" className="ng-button" onClick={() => app.insides.leave()} title={strings.inside.back} data-testid="inside-back">
        <Icon name="back" size={14} />
        <span>{strings.inside.canvas}</span>
      </button>
      {ancestors(focus).map((path) => (
        <span key={path} className="ng-crumb">
          <Icon name="chevron" size={12} />
          <button type="button" aria-current={path === focus ? "location" : undefined} onClick={() => app.insides.focus(path)} data-testid={`crumb-${path}`}>
            {name(path)}
          </button>
        </span>
      ))}
    </nav>
  );
}

function Content({ node, focus }: { node: GraphNode; focus: string }) {
  const problems = useInsides((state) => state.problems);
  const scroll = useRef<HTMLDivElement>(null);
  useEffect(() => {
    scroll.current?.scrollTo(0, 0);
  }, [focus, node.id]);
  return (
    <div className="ng-scroll ng-inside-body" ref={scroll}>
      {problems.length > 0 ? (
        <div className="ng-inside-refused">
          {problems.map((problem, index) => <ProblemCard key={index} problem={problem} />)}
        </div>
      ) : (
        <Level node={node} path={focus} />
      )}
    </div>
  );
}

/** The keys go on in here, before the search, and afterwards at the node again, where nothing else has the focus. */
function useKeysInside(id: string | null): void {
  const app = useApp();
  useEffect(() => {
    if (id === null) return;
    const nowhere = () => document.activeElement === document.body || !!document.activeElement?.closest("[inert]");
    if (nowhere()) app.root.querySelector<HTMLElement>(".ng-inside [aria-current]")?.focus({ preventScroll: true });
    return () => void (nowhere() && app.stage?.focus(id));
  }, [app, id]);
}

export function InsideView() {
  const app = useApp();
  const id = useInsides((state) => state.node);
  const total = useInsides((state) => state.total);
  const focus = useInsides(() => app.insides.place().focus);
  const shown = useDocument();
  const node = id === null ? undefined : nodeOf(shown, id);
  useKeysInside(id);
  if (!node) return null;
  return (
    <section className="ng-inside" aria-label={strings.inside.title(titleOf(app.catalogue, node))} data-testid="inside">
      <header>
        <Crumbs node={node} focus={focus} />
        {total > 0 && <small>{strings.inside.modules(long(total))}</small>}
        <SearchInside node={node.id} />
      </header>
      <Content node={node} focus={focus} />
      <ReceiptLine node={node} />
    </section>
  );
}
