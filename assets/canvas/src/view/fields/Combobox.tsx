// A choice among many: type to filter, arrows to walk, Enter to take.

import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import type { Absent } from "../../core/catalogue.ts";
import { missing, rank } from "../../core/search.ts";
import { strings } from "../../strings.ts";
import { NotOffered } from "./NotOffered.tsx";

interface Props {
  readonly id: string;
  readonly value: string;
  readonly choices: readonly string[];
  readonly absent: readonly Absent[];
  readonly placeholder: string;
  pick(choice: string): void;
  refuse(): void;
}

const SHOWN = 120;

interface Listed {
  readonly id: string;
  readonly found: readonly string[];
  readonly absent: readonly Absent[];
  readonly query: string;
  readonly active: number;
  readonly value: string;
  take(choice: string): void;
}

function Options(props: Listed) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector(".is-active")?.scrollIntoView({ block: "nearest" });
  }, [props.active]);
  return (
    <ul id={props.id} role="listbox" className="ng-options" ref={list}>
      {props.found.map((choice, index) => (
        <li
          key={choice}
          id={`${props.id}-${index}`}
          role="option"
          aria-selected={choice === props.value}
          className={index === props.active ? "is-active" : ""}
          onPointerDown={(event) => {
            event.preventDefault();
            props.take(choice);
          }}
        >
          {choice}
        </li>
      ))}
      {missing(props.absent, props.query).length > 0 ? (
        <li role="presentation" className="ng-note">
          <NotOffered absent={props.absent} query={props.query} />
        </li>
      ) : (
        props.found.length === 0 && <li className="ng-quiet">{strings.inspector.noChoice}</li>
      )}
    </ul>
  );
}

export function Combobox({ id, value, choices, absent, placeholder, pick, refuse }: Props) {
  const [query, setQuery] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const list = useId();
  const found = useMemo(() => {
    const named = choices.map((title) => ({ title }));
    return (query ? rank(named, query) : named).slice(0, SHOWN).map(({ title }) => title);
  }, [choices, query]);
  const open = query !== null;
  const show = () => {
    setQuery("");
    setActive(Math.max(0, choices.indexOf(value)));
  };
  const take = (choice: string) => {
    setQuery(null);
    if (choice !== value) pick(choice);
  };
  const leave = () => {
    if (query && choices.includes(query)) take(query);
    else if (query) refuse();
    setQuery(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step && !open) show();
    else if (step) setActive((now) => Math.min(found.length - 1, Math.max(0, now + step)));
    else if (event.key === "Enter" && open && found[active]) take(found[active]);
    else if (event.key === "Escape" && open) setQuery(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="ng-combobox">
      <input
        id={id}
        role="combobox"
        aria-expanded={open}
        aria-controls={list}
        aria-activedescendant={open ? `${list}-${active}` : undefined}
        value={query ?? value}
        placeholder={value || placeholder}
        onFocus={(event) => event.target.select()}
        onClick={() => open || show()}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        onBlur={leave}
        autoComplete="off"
        spellCheck={false}
      />
      {open && <Options id={list} found={found} absent={absent} query={query} active={active} value={value} take={take} />}
    </div>
  );
}
