// The first thing a person sees: what this is, and three ways to begin.

import { examplesAction } from "../../actions/examples.ts";
import { openAction } from "../../actions/openFile.ts";
import { strings } from "../../strings.ts";
import { useApp, useDocument } from "../context.ts";
import { Icon, type IconName } from "../icons.tsx";

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
  if (nodes.length) return null;
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
        <Choice icon="gallery" title={empty.example} text={empty.exampleText} run={() => examplesAction.run(app)} />
        <Choice icon="plus" title={empty.blocks} text={empty.blocksText} run={toPalette} />
        <Choice icon="folder" title={empty.open} text={empty.openText} run={() => openAction.run(app)} />
      </div>
    </section>
  );
}
