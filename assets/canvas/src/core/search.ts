// Ranking of what people type against titles and keywords.

export interface Searchable {
  readonly title: string;
  readonly keywords?: readonly string[];
  readonly names?: readonly string[] | undefined;
  readonly sentence?: string;
}

/** Letters and digits only, so that "conv 2d", "Conv2d" and "conv_2d" are the same. */
function squeeze(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

function subsequence(text: string, query: string): boolean {
  let at = 0;
  for (const letter of text) if (letter === query[at]) at += 1;
  return at === query.length;
}

/** Points for one entry: 0 is no match. */
export function score(entry: Searchable, query: string): number {
  const wanted = squeeze(query);
  if (!wanted) return 1;
  const title = squeeze(entry.title);
  if (title === wanted) return 100;
  if (title.startsWith(wanted)) return 80 - Math.min(20, title.length - wanted.length);
  if (entry.title.toLowerCase().split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(query.toLowerCase().trim())))
    return 55;
  if ((entry.keywords ?? []).some((word) => squeeze(word).startsWith(wanted))) return 50;
  if (wanted.length > 2 && (entry.names ?? []).some((name) => squeeze(name).startsWith(wanted))) return 45;
  if (title.includes(wanted)) return 40;
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const sentence = (entry.sentence ?? "").toLowerCase();
  if (words.every((word) => sentence.includes(word))) return 20;
  return wanted.length > 2 && subsequence(title, wanted) ? 10 : 0;
}

export interface Missing {
  readonly name: string;
  readonly reason: string;
}

const MOST_MISSING = 4;

/** What people look for that is known and not offered, with the reason; nothing for a text of one or two letters. */
export function missing(absent: readonly { readonly reason: string; readonly names: readonly string[] }[], query: string): readonly Missing[] {
  const wanted = squeeze(query);
  if (wanted.length < 3) return [];
  const found = absent.flatMap(({ reason, names }) =>
    names.filter((name) => squeeze(name).startsWith(wanted)).map((name) => ({ name, reason })),
  );
  const once = new Map(found.map((one) => [one.name, one]));
  return [...once.values()].sort((one, other) => one.name.length - other.name.length).slice(0, MOST_MISSING);
}

/** The matching entries, best first; equal points keep their order. */
export function rank<T extends Searchable>(entries: readonly T[], query: string): T[] {
  return entries
    .map((entry, index) => ({ entry, index, points: score(entry, query) }))
    .filter(({ points }) => points > 0)
    .sort((one, other) => other.points - one.points || one.index - other.index)
    .map(({ entry }) => entry);
}

/** The matching entries of each group, the group with the best match first; equal ones keep their order. */
export function bestFirst<T extends Searchable>(groups: readonly (readonly T[])[], query: string): T[][] {
  const best = ([first]: readonly T[]) => (first ? score(first, query) : 0);
  return groups.map((group) => rank(group, query)).sort((one, other) => best(other) - best(one));
}
