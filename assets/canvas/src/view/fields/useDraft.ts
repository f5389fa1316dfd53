// Text while it is typed: handed on after a short pause, at once on Enter or when the field is left.

import { useEffect, useRef, useState } from "react";

const PAUSE = 350;

export function useDraft(outside: string, commit: (text: string) => void) {
  const [draft, setDraft] = useState(outside);
  const latest = useRef({ outside, commit, draft: outside });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  latest.current.commit = commit;

  useEffect(() => {
    clearTimeout(timer.current);
    latest.current.outside = outside;
    latest.current.draft = outside;
    setDraft(outside);
  }, [outside]);

  function flush(): void {
    clearTimeout(timer.current);
    if (latest.current.draft !== latest.current.outside) latest.current.commit(latest.current.draft);
  }
  const kept = useRef(flush);
  kept.current = flush;
  useEffect(() => () => kept.current(), []);

  function type(text: string): void {
    setDraft(text);
    latest.current.draft = text;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => kept.current(), PAUSE);
  }

  return { draft, type, flush };
}
