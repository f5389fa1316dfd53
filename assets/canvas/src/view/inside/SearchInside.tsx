// Finding a module by a part of its path or by its class.

import { useEffect, useState } from "react";
import type { SearchAnswer } from "../../state/server.ts";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";
import { Icon } from "../icons.tsx";

const PAUSE = 160;

function useFound(node: string, query: string): SearchAnswer | null {
  const app = useApp();
  const [found, setFound] = useState<SearchAnswer | null>(null);
  useEffect(() => {
    setFound(null);
    if (!query.trim()) return;
    let stale = false;
    const wait = setTimeout(async () => {
      const answer = await app.server.searchInside({ ...app.editor.asked(), node, query });
      if (!stale && answer !== "offline" && answer.ok) setFound(answer.result);
    }, PAUSE);
    return () => {
      stale = true;
      clearTimeout(wait);
    };
  }, [app, node, query]);
  return found;
}

export function SearchInside({ node }: { node: string }) {
  const app = useApp();
  const [query, setQuery] = useState("");
  const found = useFound(node, query);
  const text = strings.inside;
  const take = (path: string) => {
    setQuery("");
    app.insides.reveal(path);
  };
  return (
    <div className="ng-inside-search">
      <Icon name="search" size={14} />
      <input
        role="searchbox"
        value={query}
        placeholder={text.search}
        aria-label={text.search}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && found?.rows[0]) take(found.rows[0].path);
          if (event.key !== "Escape") return;
          event.stopPropagation();
          if (query) setQuery("");
          else app.insides.leave();
        }}
        spellCheck={false}
        data-testid="inside-search"
      />
      {found && (
        <ul className="ng-inside-found" data-testid="inside-found">
          {found.rows.map((inner) => (
            <li key={inner.path}>
              <button type="button" onClick={() => take(inner.path)} data-testid={`inside-found-${inner.path}`}>
                <code>{inner.path}</code>
                <small>{inner.class}</small>
              </button>
            </li>
          ))}
          <li className="ng-quiet">{text.found(found.rows.length, found.found)}</li>
        </ul>
      )}
    </div>
  );
}
