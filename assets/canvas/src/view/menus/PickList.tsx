// A field above a list: type to filter, arrows to walk, Enter or a click to take.

import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { strings } from "../../strings.ts";
import { Icon, type IconName } from "../icons.tsx";

export interface Pick {
  readonly key: string;
  readonly group?: string;
  readonly title: string;
  readonly keywords?: readonly string[];
  readonly names?: readonly string[] | undefined;
  readonly sentence?: string;
  readonly aside?: string;
  readonly color?: string;
  readonly icon?: IconName;
  run(): void;
}

interface Props {
  readonly label: string;
  readonly placeholder: string;
  find(query: string): readonly Pick[];
  pick(chosen: Pick): void;
  /** What stands under the list for what was typed. */
  foot?(query: string): ReactNode;
}

function Item({ pick, id, active, take }: { pick: Pick; id: string; active: boolean; take: () => void }) {
  return (
    <li
      id={id}
      role="option"
      aria-selected={active}
      className={active ? "is-active" : ""}
      title={pick.sentence}
      onPointerDown={(event) => event.preventDefault()}
      onClick={take}
      style={{ "--kind": pick.color } as object}
      data-testid={`pick-${pick.key.replace(" ", "-")}`}
    >
      {pick.icon ? <Icon name={pick.icon} size={14} /> : <span className="ng-glyph" />}
      <span>{pick.title}</span>
      <small>{pick.aside}</small>
    </li>
  );
}

export function PickList({ label, placeholder, find, pick, foot }: Props) {
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const found = useMemo(() => find(query), [find, query]);
  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    list.current?.querySelector(".is-active")?.scrollIntoView({ block: "nearest" });
  }, [active, query]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const chosen = found[active];
    if (step) setActive((now) => Math.min(found.length - 1, Math.max(0, now + step)));
    else if (event.key === "Enter" && chosen) pick(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <div className="ng-picklist">
      <div className="ng-search">
        <Icon name="search" size={14} />
        <input
          ref={input}
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={`${id}-${active}`}
          aria-label={label}
          placeholder={placeholder}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          spellCheck={false}
          autoComplete="off"
          data-testid="picklist-input"
        />
      </div>
      <ul id={id} role="listbox" aria-label={label} ref={list}>
        {found.map((entry, index) => [
          entry.group && entry.group !== found[index - 1]?.group && (
            <li key={`group ${entry.group}`} role="presentation" className="ng-group">
              {entry.group}
            </li>
          ),
          <Item key={entry.key} id={`${id}-${index}`} pick={entry} active={index === active} take={() => pick(entry)} />,
        ])}
        {found.length === 0 && <li className="ng-quiet">{strings.search.none}</li>}
      </ul>
      {foot?.(query)}
    </div>
  );
}
