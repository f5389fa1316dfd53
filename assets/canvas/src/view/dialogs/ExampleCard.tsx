// A card of the gallery: a drawing of the graph, what it is, how large it is, and two ways in.

import { useEffect, useState } from "react";
import type { Totals } from "../../core/analysis.ts";
import type { GraphDocument } from "../../core/document.ts";
import { readDocument } from "../../core/documentText.ts";
import type { LessonEntry } from "../../core/lesson.ts";
import { long, short } from "../../core/numbers.ts";
import { openExample } from "../../state/documents.ts";
import { takeLesson } from "../../state/lessonFiles.ts";
import type { ExampleEntry } from "../../state/server.ts";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";
import { Icon } from "../icons.tsx";
import { GraphPicture } from "./GraphPicture.tsx";

interface Props {
  readonly entry: ExampleEntry;
  readonly lesson: LessonEntry | undefined;
  readonly figures: Totals | undefined;
}

function useExample(id: string): GraphDocument | null {
  const app = useApp();
  const [document, setDocument] = useState<GraphDocument | null>(null);
  useEffect(() => {
    let gone = false;
    void app.server.example({ id }).then((answer) => {
      if (!gone && answer !== "offline" && answer.ok) setDocument(readDocument(answer.result.document));
    });
    return () => {
      gone = true;
    };
  }, [app, id]);
  return document;
}

function Figures({ figures }: { figures: Totals | undefined }) {
  const text = strings.examples;
  if (!figures) return <small className="ng-card-figures" />;
  const { parameters, trainable } = figures;
  const share = parameters ? (parameters - trainable) / parameters : 0;
  return (
    <small className="ng-card-figures" title={text.parameters(long(parameters))}>
      <span>{text.parameters(short(parameters))}</span>
      <span>{share > 0 ? text.frozen(`${Math.floor(share * 100)} %`) : text.nothingFrozen}</span>
    </small>
  );
}

export function ExampleCard({ entry, lesson, figures }: Props) {
  const app = useApp();
  const document = useExample(entry.id);
  const text = strings.examples;
  return (
    <article className="ng-card" data-testid={`example-${entry.id}`}>
      <span className="ng-card-picture">{document && <GraphPicture document={document} />}</span>
      <h3>
        {entry.system && <em>{entry.system}</em>} {entry.title}
      </h3>
      {entry.sentence && <p>{entry.sentence}</p>}
      <Figures figures={figures} />
      <div className="ng-card-ways">
        <button type="button" className="ng-button is-line" aria-label={text.openTitle(entry.title)} onClick={() => void openExample(app, entry.id)} data-testid={`open-${entry.id}`}>
          {text.open}
        </button>
        {lesson && (
          <button type="button" className="ng-button is-line" aria-label={text.lessonTitle(lesson.title, lesson.steps)} onClick={() => void takeLesson(app, { id: lesson.id })} data-testid={`learn-${entry.id}`}>
            <Icon name="book" size={14} />
            {text.lesson}
            {lesson.minutes && <small>{text.minutes(lesson.minutes)}</small>}
          </button>
        )}
      </div>
    </article>
  );
}
