// What was looked for, is known, and cannot be chosen: its name and why.

import { useMemo } from "react";
import type { Absent } from "../../core/catalogue.ts";
import { missing } from "../../core/search.ts";
import { strings } from "../../strings.ts";

export function NotOffered({ absent, query }: { absent: readonly Absent[]; query: string }) {
  const found = useMemo(() => missing(absent, query), [absent, query]);
  return found.map(({ name, reason }) => (
    <p key={name} className="ng-not-offered" data-testid={`not-offered-${name}`}>
      <b>{strings.inspector.notOffered(name)}</b> {reason}
    </p>
  ));
}
