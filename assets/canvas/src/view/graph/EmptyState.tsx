// The first thing a person sees: what this is, and the ways to begin.

import { examplesAction } from "../../actions/examples.ts";
import { openAction } from "../../actions/openFile.ts";
import { insideGroup } from "../../core/groups.ts";
import { takeLesson } from "../../state/lessonFiles.ts";
import { strings } from "../../strings.ts";
import { useApp, useDocument, useLessons, useWhere } from "../context.ts";
import { Icon, type IconName } from "../icons.tsx";

/** The one to begin with: a fault that everybody has met. */
const FIRST_LESSON = "s04";

function Choice({ icon, title, text, run }: { icon: IconName; title: string; text: string; run: () => void }) {
  return (
    <button type="button" className="ng-choice" onClick={run}>
      <Icon name={icon} size={20} />
      <strong>{title}</strong>
      <span>{text}</span>
    </button>
  );
}

export function EmptyState() {
  const app = useApp();
  const { nodes } = useDocument();
  const learning = useLessons((state) => state.lesson !== null);
  const inside = insideGroup(useWhere());
  if (nodes.length || learning || inside) return null;
  const { empty } = strings;
  const toPalette = () => {
    app.look.change({ palette: true });
    setTimeout(() => app.root.querySelector<HTMLElement>(".ng-palette input")?.focus(), 0);
  };
  return (
    <section className="ng-empty" aria-label={empty.title}>
      <h2>{empty.title}</h2>
      <p>{empty.text}</p>
      <div>
        <Choice icon="book" title={empty.lesson} text={empty.lessonText} run={() => void takeLesson(app, { id: FIRST_LESSON })} />
        <Choice icon="gallery" title={empty.example} text={empty.exampleText} run={() => examplesAction.run(app)} />
        <Choice icon="plus" title={empty.blocks} text={empty.blocksText} run={toPalette} />
        <Choice icon="folder" title={empty.open} text={empty.openText} run={() => openAction.run(app)} />
      </div>
    </section>
  );
}
