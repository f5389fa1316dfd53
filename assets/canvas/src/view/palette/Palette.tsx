// The blocks on the left: searched, or by category.

import { type KeyboardEvent, useMemo, useState } from "react";
import { absentIn, type Block } from "../../core/catalogue.ts";
import { placeable } from "../../core/groups.ts";
import { missing, rank } from "../../core/search.ts";
import { add } from "../../state/gestures.ts";
import { strings } from "../../strings.ts";
import { useApp, useCatalogue, useLook, useWhere, useWhole } from "../context.ts";
import { NotOffered } from "../fields/NotOffered.tsx";
import { Icon } from "../icons.tsx";
import { BlockItem } from "./BlockItem.tsx";

function Category({ id, title, blocks }: { id: string; title: string; blocks: readonly Block[] }) {
  const app = useApp();
  const { folded } = useLook();
  const open = !folded.includes(id);
  const toggle = () => app.look.change({ folded: open ? [...folded, id] : folded.filter((other) => other !== id) });
  return (
    <section>
      <button type="button" className="ng-fold" aria-expanded={open} onClick={toggle} data-testid={`category-${id}`}>
        <Icon name="chevron" size={12} />
        <span>{title}</span>
        <small>{blocks.length}</small>
      </button>
      {open && blocks.map((block) => <BlockItem key={block.id} block={block} />)}
    </section>
  );
}

interface Shelf {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** Inside a group, its ports stand on top: they are what the graph needs there. */
function portsFirst(shelves: readonly Shelf[]): readonly Shelf[] {
  const ports = (shelf: Shelf) => Number(shelf.blocks.some(({ role }) => role === "entry" || role === "exit"));
  return [...shelves].sort((one, other) => ports(other) - ports(one));
}

/** Arrow keys walk through the blocks; from the search field, down goes to the first one. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("input, .ng-fold, .ng-block")];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}

function Search({ query, change, enter }: { query: string; change: (query: string) => void; enter: () => void }) {
  const { palette } = strings;
  return (
    <div className="ng-search">
      <Icon name="search" size={14} />
      <input
        role="searchbox"
        value={query}
        placeholder={palette.search}
        aria-label={palette.search}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") enter();
          if (event.key === "Escape") change("");
        }}
        data-testid="palette-search"
      />
      {query && (
        <button type="button" className="ng-button is-icon" aria-label={palette.clear} onClick={() => change("")}>
          <Icon name="close" size={12} />
        </button>
      )}
    </div>
  );
}

export function Palette() {
  const app = useApp();
  const [query, setQuery] = useState("");
  const [catalogue, document, where] = [useCatalogue(), useWhole(), useWhere()];
  const { categories } = catalogue;
  const blocks = useMemo(() => placeable(catalogue, document, where), [catalogue, document, where]);
  const found = useMemo(() => (query.trim() ? rank(blocks, query) : null), [blocks, query]);
  const absent = useMemo(() => absentIn(blocks), [blocks]);
  const grouped = useMemo(
    () => portsFirst(categories.map((category) => ({ ...category, blocks: blocks.filter((block) => block.category === category.id) }))),
    [categories, blocks],
  );
  const enter = () => found?.[0] && add(app, found[0]);
  return (
    <aside className="ng-palette" aria-label={strings.palette.title} onKeyDown={walk} data-testid="palette">
      <Search query={query} change={setQuery} enter={enter} />
      <div className="ng-scroll">
        {found?.map((block) => <BlockItem key={block.id} block={block} />)}
        {found && <NotOffered absent={absent} query={query} />}
        {found?.length === 0 && !missing(absent, query).length && <p className="ng-quiet">{strings.palette.none(query)}</p>}
        {!found &&
          grouped.map((group) => group.blocks.length > 0 && <Category key={group.id} {...group} />)}
      </div>
    </aside>
  );
}
