// The bar on top: documents, editing, the title, and the ways to find things.

import { compareAction } from "../../actions/compare.ts";
import { examplesAction } from "../../actions/examples.ts";
import { helpAction } from "../../actions/help.ts";
import { newAction } from "../../actions/newDocument.ts";
import { openAction } from "../../actions/openFile.ts";
import { inspectorAction, paletteAction } from "../../actions/panels.ts";
import { predictAction } from "../../actions/predict.ts";
import { redoAction } from "../../actions/redo.ts";
import { saveAction } from "../../actions/saveFile.ts";
import { searchAction } from "../../actions/search.ts";
import { themeAction } from "../../actions/theme.ts";
import { undoAction } from "../../actions/undo.ts";
import { strings } from "../../strings.ts";
import { useApp, useComparing, useDocument, useRound, useTheme } from "../context.ts";
import { useDraft } from "../fields/useDraft.ts";
import { ScoreBadge } from "../predicting/ScoreBadge.tsx";
import { Icon } from "../icons.tsx";
import { ActionButton } from "./ActionButton.tsx";
import { showKeys } from "./keys.ts";

function Title() {
  const app = useApp();
  const { title } = useDocument();
  const { draft, type, flush } = useDraft(title, (text) => app.editor.run({ kind: "set-title", title: text.trim() }));
  return (
    <input
      className="ng-title"
      value={draft}
      placeholder={strings.untitled}
      aria-label={strings.titleLabel}
      maxLength={120}
      onChange={(event) => type(event.target.value)}
      onBlur={flush}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      data-testid="document-title"
    />
  );
}

function SearchButton() {
  const app = useApp();
  return (
    <button type="button" className="ng-find" onClick={() => searchAction.run(app)} aria-label={strings.search.label} data-testid="action-search">
      <Icon name="search" size={14} />
      <span>{strings.actions.search}</span>
      <kbd>{showKeys(searchAction.keys[0] ?? "")}</kbd>
    </button>
  );
}

export function Toolbar() {
  const dark = useTheme() === "dark";
  const guessing = useRound((round) => round.on);
  const comparing = useComparing((state) => state.on);
  return (
    <header className="ng-toolbar" role="toolbar" aria-label={strings.appName}>
      <ActionButton action={paletteAction} />
      <span className="ng-rule" />
      <ActionButton action={newAction} label />
      <ActionButton action={examplesAction} label />
      <ActionButton action={openAction} />
      <ActionButton action={saveAction} />
      <span className="ng-rule" />
      <ActionButton action={undoAction} />
      <ActionButton action={redoAction} />
      <Title />
      <ScoreBadge />
      <SearchButton />
      <ActionButton action={predictAction} on={guessing} />
      <ActionButton action={compareAction} on={comparing} />
      <ActionButton action={themeAction} icon={dark ? "sun" : "moon"} />
      <ActionButton action={helpAction} />
      <ActionButton action={inspectorAction} />
    </header>
  );
}
