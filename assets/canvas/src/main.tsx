// The entry: mounts the canvas into an element and ties it to its host.

import "@xyflow/react/dist/base.css";
import "./styles/index.css";
import { createRoot, type Root } from "react-dom/client";
import { indexCatalogue } from "./core/catalogue.ts";
import { placed } from "./core/unplaced.ts";
import { tidyPositions } from "./layout.ts";
import { startAnalysis } from "./state/analysisLoop.ts";
import { type App, createApp } from "./state/app.ts";
import { firstDocument, saveDocument } from "./state/autosave.ts";
import { startCommits } from "./state/commitLoop.ts";
import { openExample } from "./state/documents.ts";
import { obey } from "./state/hostCommands.ts";
import { resumeLesson } from "./state/lessons.ts";
import { connectServer } from "./state/server.ts";
import { strings } from "./strings.ts";
import { AppContext } from "./view/context.ts";
import { Guard } from "./view/shell/Guard.tsx";
import { Shell } from "./view/shell/Shell.tsx";

/** What the page around the canvas lends it. */
export interface Host {
  readonly server: Parameters<typeof connectServer>[0];
  /** The document's text as the host knows it at the start; empty where it knows none. */
  readonly initial: string;
  commit(text: string): void;
  /** Calls back with every command of the host. */
  onCommand(listener: (command: unknown) => void): void;
}

/** Takes `?example=` out of the address, so that a reload keeps what was changed since. */
function takeExample(): string | null {
  const url = new URL(location.href);
  const id = url.searchParams.get("example");
  if (id === null) return null;
  url.searchParams.delete("example");
  history.replaceState(history.state, "", url);
  return id;
}

function begin(app: App, host: Host, root: Root): void {
  const stops = [
    startAnalysis(app.editor, app.server, app.reports),
    startCommits(app.root, app.editor, [saveDocument, (text) => host.commit(text)]),
    () => app.theme.stop(),
    () => app.insides.stop(),
    () => app.lessons.stop(),
    () => app.comparing.stop(),
  ];
  host.onCommand((command) => obey(app, command));
  const example = takeExample();
  if (example) void openExample(app, example);
  void resumeLesson(app.lessons);
  const watch = setInterval(() => {
    if (app.root.isConnected) return;
    clearInterval(watch);
    for (const stop of stops) stop();
    root.unmount();
  }, 2000);
}

export async function mount(element: HTMLElement, host: Host): Promise<void> {
  element.classList.add("ng");
  element.textContent = strings.loading;
  const server = connectServer(host.server);
  const answer = await server.catalogue();
  if (answer === "offline" || !answer.ok) {
    element.textContent = answer === "offline" ? strings.failed : answer.problems.map((p) => p.said).join(" ");
    return;
  }
  element.textContent = "";
  const app = createApp(element, indexCatalogue(answer.result), server, placed(firstDocument(host.initial), tidyPositions));
  const root = createRoot(element);
  root.render(
    <Guard>
      <AppContext.Provider value={app}>
        <Shell />
      </AppContext.Provider>
    </Guard>,
  );
  begin(app, host, root);
}
