import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const view = join(import.meta.dirname, "..", "src", "view");

/** Text between tags that a person would read: letters that are no expression. */
const VISIBLE = />\s*[A-Z][a-z]+[^<>{}=;()]*<\//;

test("no sentence stands in the view: every visible string comes from the table", () => {
  const files = readdirSync(view, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tsx"));
  assert.ok(files.length > 30);
  for (const name of files) {
    const text = readFileSync(join(view, name), "utf8");
    assert.doesNotMatch(text, VISIBLE, name);
    assert.doesNotMatch(text, /(?:title|placeholder|aria-label|label)="[A-Z]/, name);
  }
});
