// Commands that Python sends to the canvas, as text in the property "command".

import { readDocument } from "../core/documentText.ts";
import { selectNodes } from "../core/selection.ts";
import type { App } from "./app.ts";
import { openExample, replaceWith } from "./documents.ts";

type HostCommand = Readonly<Record<string, unknown>> & { readonly kind?: unknown };

const HANDLERS: Readonly<Record<string, (app: App, command: HostCommand) => void>> = {
  load(app, command) {
    const document = readDocument(String(command.document ?? ""));
    if (document) replaceWith(app, document);
  },
  example(app, command) {
    void openExample(app, String(command.id ?? ""));
  },
  select(app, command) {
    const node = String(command.node ?? "");
    app.editor.select(selectNodes([node]));
    app.stage?.show(node);
  },
};

export function obey(app: App, text: unknown): void {
  if (typeof text !== "string" || !text) return;
  try {
    const command = JSON.parse(text) as HostCommand;
    HANDLERS[String(command.kind)]?.(app, command);
  } catch (error) {
    console.error("The canvas could not read a command", error);
  }
}
