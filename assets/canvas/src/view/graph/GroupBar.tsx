// The way into the group that is open: back to the canvas, to each level, its name, and how often it is used.

import { titleOf } from "../../core/catalogue.ts";
import { CANVAS, shownAt, stepOf, useCount, type Where, wayOf } from "../../core/groups.ts";
import { type Group, nodeOf } from "../../core/document.ts";
import { goTo, stepOut } from "../../state/grouping.ts";
import { strings } from "../../strings.ts";
import { useApp, useCatalogue, useWhere, useWhole } from "../context.ts";
import { GroupTitle } from "../inspector/GroupTitle.tsx";
import { Icon } from "../icons.tsx";

interface Step {
  readonly where: Where;
  readonly title: string;
}

/** Every level on the way, each with the name of what was opened there. */
function useSteps(): readonly Step[] {
  const [document, where, catalogue] = [useWhole(), useWhere(), useCatalogue()];
  const { group, way } = where;
  const first: Step[] = group === null ? [] : [{ where: { group, way: [] }, title: wayOf(document, { group, way: [] })?.at(-1)?.title || group }];
  const steps = way.map((name, depth): Step => {
    const here = { group, way: way.slice(0, depth + 1) };
    const { node: id, edit } = stepOf(name);
    const node = nodeOf(shownAt(document, { group, way: way.slice(0, depth) }), id);
    const open = wayOf(document, here)?.at(-1);
    const title = edit === null && node ? titleOf(catalogue, node) : open?.title || open?.id || id;
    return { where: here, title: edit === null || !node ? title : `${titleOf(catalogue, node)}: ${title}` };
  });
  return [...first, ...steps];
}

function Crumbs({ steps }: { steps: readonly Step[] }) {
  const app = useApp();
  return (
    <nav aria-label={strings.group.way}>
      <button type="button" className="ng-button" onClick={() => stepOut(app)} title={strings.group.back} data-testid="group-back">
        <Icon name="back" size={14} />
      </button>
      <span className="ng-crumb">
        <button type="button" onClick={() => goTo(app, CANVAS)} data-testid="group-canvas">{strings.inside.canvas}</button>
      </span>
      {steps.map(({ where, title }, depth) => (
        <span key={depth} className="ng-crumb">
          <Icon name="chevron" size={12} />
          <button type="button" aria-current={depth === steps.length - 1 ? "location" : undefined} onClick={() => goTo(app, where)} data-testid={`group-crumb-${depth}`}>
            {title}
          </button>
        </span>
      ))}
    </nav>
  );
}

function About({ group }: { group: Group }) {
  const count = useCount(useWhole(), group.id);
  return (
    <>
      <GroupTitle group={group} />
      <small title={strings.group.everywhere}>{count > 1 ? strings.group.many(count) : strings.group.once(count)}</small>
    </>
  );
}

export function GroupBar() {
  const open = wayOf(useWhole(), useWhere())?.at(-1);
  const steps = useSteps();
  if (!open) return null;
  return (
    <header className="ng-group-bar" aria-label={strings.group.inside(open.title || open.id)} data-testid="group-bar">
      <Crumbs steps={steps} />
      <About group={open} />
    </header>
  );
}
