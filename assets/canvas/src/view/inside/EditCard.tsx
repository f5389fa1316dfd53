// One edit: what it does and where, its switch, its place in the order, and the form of the block that it puts in.

import { useEffect, useRef } from "react";
import { kindColor } from "../../core/catalogue.ts";
import type { GraphNode, ParamValue } from "../../core/document.ts";
import { problemsOfEdit } from "../../core/inside.ts";
import { isGroup, openEdit } from "../../state/grouping.ts";
import { strings } from "../../strings.ts";
import { useApp, useInsides, useLook, useProblems, useReport } from "../context.ts";
import { EditReceipt } from "./ReceiptLine.tsx";
import { leadingKind } from "../graph/NodeCard.tsx";
import { Icon, type IconName } from "../icons.tsx";
import { ParamField } from "../inspector/ParamField.tsx";
import { Alike } from "./Alike.tsx";

export interface EditProps {
  readonly node: GraphNode;
  readonly index: number;
  /** Where the card stands: in the network, or in the list of all edits. */
  readonly where: "network" | "list";
}

const ICONS: Readonly<Record<string, IconName>> = {
  insert_after: "plus",
  insert_before: "plus",
  replace: "swap",
  wrap: "beside",
  remove: "through",
};

function EditForm({ node, index, where }: EditProps) {
  const app = useApp();
  const edit = node.edits[index];
  const inferred = useReport(node.id)?.edits?.[index];
  const block = edit?.block ? app.catalogue.byId.get(edit.block) : undefined;
  if (!edit || !block) return null;
  const set = (name: string, value: ParamValue | undefined) =>
    app.editor.run({ kind: "set-edit-param", node: node.id, index, name, ...(value === undefined ? {} : { value }) });
  return (
    <div className="ng-edit-form">
      <p>{block.sentence}</p>
      {block.params.map((param) => (
        <ParamField
          key={param.name}
          param={param}
          id={`ng-${where}-${node.id}-edit-${index}-${param.name}`}
          own={edit.params[param.name]}
          inferred={inferred?.[param.name]}
          problem={null}
          set={(value) => set(param.name, value)}
        />
      ))}
      <Alike node={node} index={index} />
    </div>
  );
}

function EditTools({ node, index, where }: EditProps) {
  const app = useApp();
  const edit = node.edits[index];
  const text = strings.edits;
  if (!edit) return null;
  const move = (to: number) => app.editor.run({ kind: "move-edit", node: node.id, from: index, to });
  const remove = () => {
    app.insides.choose(null);
    app.editor.run({ kind: "remove-edit", node: node.id, index });
  };
  const opens = edit.block !== null && isGroup(app, edit.block);
  return (
    <span className="ng-edit-tools">
      {opens && (
        <button type="button" className="ng-button is-icon" aria-label={strings.group.open} title={strings.group.open} onClick={() => openEdit(app, node.id, index)} data-testid={`edit-open-${index}`}>
          <Icon name="inside" size={14} />
        </button>
      )}
      {where === "list" && node.edits.length > 1 && (
        <>
          <button type="button" className="ng-button is-icon" aria-label={text.earlier} title={text.earlier} aria-disabled={index === 0} onClick={() => index > 0 && move(index - 1)} data-testid={`edit-up-${index}`}>
            <Icon name="up" size={14} />
          </button>
          <button type="button" className="ng-button is-icon" aria-label={text.later} title={text.later} aria-disabled={index === node.edits.length - 1} onClick={() => index < node.edits.length - 1 && move(index + 1)} data-testid={`edit-down-${index}`}>
            <Icon name="down" size={14} />
          </button>
        </>
      )}
      <button type="button" className="ng-button is-icon" aria-label={text.remove} title={text.remove} onClick={remove} data-testid={`edit-remove-${index}`}>
        <Icon name="trash" size={14} />
      </button>
      <button type="button" role="switch" className="ng-switch is-small" aria-checked={edit.on} aria-label={text.switch} title={edit.on ? text.switchOff : text.switchOn} onClick={() => app.editor.run({ kind: "toggle-edit", node: node.id, index })} data-testid={`edit-switch-${index}`}>
        <span />
      </button>
    </span>
  );
}

export function EditCard(props: EditProps) {
  const { node, index, where } = props;
  const app = useApp();
  const beside = useLook().inspector && where === "network"; // the form then stands in the inspector
  const chosen = useInsides((state) => state.chosen === index);
  const problems = problemsOfEdit(useProblems(node.id) ?? [], index);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (chosen && where === "network") box.current?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }, [chosen, where]);
  const edit = node.edits[index];
  if (!edit) return null;
  const block = edit.block ? app.catalogue.byId.get(edit.block) : undefined;
  const hasForm = (block?.params.length ?? 0) > 0;
  const title = block?.title ?? (edit.block ? strings.canvas.unknownBlock(edit.block) : strings.edits.through);
  const show = () => {
    if (where === "list") app.insides.reveal(edit.path);
    app.insides.choose(chosen ? null : index);
  };
  const classes = ["ng-edit", `is-${where}`, edit.on ? "" : "is-off", problems.length ? "is-bad" : "", chosen ? "is-chosen" : ""];
  return (
    <article ref={box} className={classes.join(" ")} style={{ "--kind": kindColor(app.catalogue, leadingKind(block)) } as object} data-testid={`${where === "list" ? "edit-row" : "edit-card"}-${index}`}>
      <header>
        <button type="button" className="ng-edit-title" aria-pressed={chosen} onClick={show}>
          <span className="ng-edit-sign"><Icon name={ICONS[edit.do] ?? "plus"} size={14} /></span>
          <span>
            <strong>{title}</strong>
            <small>{strings.edits.does[edit.do](edit.path)}</small>
          </span>
        </button>
        <EditTools {...props} />
      </header>
      {problems.map((problem, place) => (
        <p key={place} role="alert" className="ng-edit-problem">
          {problem.said} {problem.next}
        </p>
      ))}
      <EditReceipt node={node} index={index} />
      {chosen && hasForm && !beside && <EditForm {...props} />}
    </article>
  );
}
