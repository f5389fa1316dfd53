// New node ids: readable, unique, and valid names in Python.

const KEYWORDS = new Set(
  `and as assert async await break class continue def del elif else except finally for from global if import
   in is lambda nonlocal not or pass raise return try while with yield match case type`.split(/\s+/),
);
const LONGEST = 56;

function stem(block: string): string {
  const plain = block.toLowerCase().replace(/[^a-z0-9_]+/g, "_").replace(/^[^a-z]+/, "").slice(0, LONGEST);
  if (!plain) return "node";
  return KEYWORDS.has(plain) ? `${plain}_node` : plain;
}

/** Returns `linear`, or `linear_2`, `linear_3`, ... where that is taken. */
export function freshId(block: string, taken: ReadonlySet<string>): string {
  const name = stem(block.replace(/_\d+$/, ""));
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}_${number}`)) number += 1;
  return `${name}_${number}`;
}
