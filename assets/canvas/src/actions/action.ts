// An action is something a person can ask for by button, key or search. One file each; the table is index.ts.

import type { App } from "../state/app.ts";
import type { IconName } from "../view/icons.tsx";

export interface Action {
  readonly id: string;
  readonly title: string;
  readonly group: "file" | "edit" | "view";
  readonly icon: IconName;
  /** Such as "mod+shift+z"; mod is Ctrl, or Command on a Mac. The first one is shown. */
  readonly keys: readonly string[];
  run(app: App): void;
  /** Why it cannot be done just now; null where it can. */
  blocked?(app: App): string | null;
}
