// Key names: from an event, and as people read them.

const MAC = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);
const SHIFTED = /^[a-z0-9]$|^(enter|escape|delete|backspace|arrow\w+)$/;

/** "mod+shift+z", "?", "delete": shift is only named where the character does not already say it. */
export function keyOf(event: KeyboardEvent): string {
  const code = /^Digit\d$/.test(event.code) && event.shiftKey ? event.code.slice(5) : event.key;
  const key = code.toLowerCase();
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("mod");
  if (event.altKey) parts.push("alt");
  if (event.shiftKey && SHIFTED.test(key)) parts.push("shift");
  return [...parts, event.altKey && /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : key].join("+");
}

const NAMES: Readonly<Record<string, string>> = {
  mod: MAC ? "⌘" : "Ctrl",
  alt: MAC ? "⌥" : "Alt",
  shift: "Shift",
  delete: "Delete",
  backspace: "Backspace",
  escape: "Esc",
  enter: "Enter",
};

export function showKeys(keys: string): string {
  return keys
    .split(/\+(?=.)/)
    .map((key) => NAMES[key] ?? key.toUpperCase())
    .filter(Boolean)
    .join(" ");
}
