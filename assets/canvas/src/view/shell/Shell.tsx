// The frame: toolbar on top, palette, canvas and inspector side by side, status below, and what floats above.

import { ComparePanel } from "../comparing/ComparePanel.tsx";
import { useComparing, useInsides, useLessons, useLook, useSelection } from "../context.ts";
import { ExamplesDialog } from "../dialogs/ExamplesDialog.tsx";
import { HelpDialog } from "../dialogs/HelpDialog.tsx";
import { SearchDialog } from "../dialogs/SearchDialog.tsx";
import { Graph } from "../graph/Graph.tsx";
import { InsideView } from "../inside/InsideView.tsx";
import { Inspector } from "../inspector/Inspector.tsx";
import { LessonPanel } from "../lesson/LessonPanel.tsx";
import { Reminder } from "../lesson/Reminder.tsx";
import { BlockChooser } from "../menus/BlockChooser.tsx";
import { ContextMenu } from "../menus/ContextMenu.tsx";
import { WireChooser } from "../menus/WireChooser.tsx";
import { Palette } from "../palette/Palette.tsx";
import { Drawer } from "../problems/Drawer.tsx";
import { StatusBar } from "./StatusBar.tsx";
import { Toast } from "./Toast.tsx";
import { Toolbar } from "./Toolbar.tsx";
import { useShortcuts } from "./useShortcuts.ts";

export function Shell() {
  useShortcuts();
  const look = useLook();
  const { nodes, edges } = useSelection();
  const inside = useInsides((state) => state.node !== null);
  const lesson = useLessons((state) => state.lesson !== null);
  const comparing = useComparing((state) => state.on);
  const hasSelection = nodes.size + edges.size > 0;
  return (
    <>
      <Toolbar />
      <div className="ng-body">
        {lesson && <LessonPanel />}
        {look.palette && !inside && <Palette />}
        <main className="ng-stage">
          <div className="ng-graph">
            <div className="ng-graph-behind" inert={inside}>
              <Graph />
            </div>
            {inside && <InsideView />}
          </div>
          {look.drawer && <Drawer />}
        </main>
        {look.inspector && hasSelection && <Inspector />}
        {comparing && <ComparePanel />}
      </div>
      <StatusBar />
      <ContextMenu />
      <BlockChooser />
      <WireChooser />
      {look.dialog === "examples" && <ExamplesDialog />}
      {look.dialog === "help" && <HelpDialog />}
      {look.dialog === "search" && <SearchDialog />}
      <Reminder />
      <Toast />
    </>
  );
}
