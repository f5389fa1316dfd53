// Values under keys, each watched alone: an answer for a hundred nodes redraws only the badges that changed.

export interface KeyedStore<T> {
  get(key: string): T | undefined;
  replace(next: ReadonlyMap<string, T>): void;
  subscribe(key: string, listener: () => void): () => void;
}

function equal(one: unknown, other: unknown): boolean {
  return Object.is(one, other) || JSON.stringify(one) === JSON.stringify(other);
}

export function createKeyedStore<T>(): KeyedStore<T> {
  let values: ReadonlyMap<string, T> = new Map();
  const listeners = new Map<string, Set<() => void>>();

  /** Keeps the old object where the new one says the same, so that nothing is drawn again. */
  function settle(next: ReadonlyMap<string, T>): { kept: Map<string, T>; changed: string[] } {
    const kept = new Map<string, T>();
    const changed: string[] = [];
    for (const [key, value] of next) {
      const old = values.get(key);
      if (old !== undefined && equal(old, value)) kept.set(key, old);
      else {
        kept.set(key, value);
        changed.push(key);
      }
    }
    for (const key of values.keys()) if (!next.has(key)) changed.push(key);
    return { kept, changed };
  }

  return {
    get: (key) => values.get(key),
    replace(next) {
      const { kept, changed } = settle(next);
      values = kept;
      for (const key of changed) for (const listener of [...(listeners.get(key) ?? [])]) listener();
    },
    subscribe(key, listener) {
      const set = listeners.get(key) ?? new Set();
      listeners.set(key, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0) listeners.delete(key);
      };
    },
  };
}
