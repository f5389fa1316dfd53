"""Training in stages: in each, some nodes learn from some outputs, and everything else is frozen."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from builder.documents.document import Document, FreezeAll, Node, Training, TrainingStage
from builder.fitting.epochs import epochs_of
from builder.fitting.keeping import Event
from builder.fitting.proof import compare
from builder.fitting.reached import Reached
from builder.fitting.running import Run
from builder.fitting.setup import digests_of
from builder.problem import refuse

if TYPE_CHECKING:
    from torch import nn

Made = Callable[[Document, Training], Run]


def in_stages(run: Run, reached: Reached, made: Made, stop: Callable[[], bool]) -> Iterator[Event]:
    """Train one stage after the other; each passes its weights on to the next, and all of them to the run.

    `made` builds the run of a stage's document. `reached` notes for each stage its title, how many numbers
    learned, the metrics before and after it, and the proof that nothing else changed.
    """
    total = sum(_training(run.training, stage).epochs for stage in run.training.stages)
    for number, stage in enumerate(run.training.stages, start=1):
        own = _training(run.training, stage)
        part = made(of_stage(run.network.planned.document, stage, own), own)
        carry(run.network.module, part.network.module)
        title, before, held = (
            stage.title or f"Stage {number}",
            run.evaluate(run.dataset.test),
            digests_of(part),
        )
        yield {"event": "preparing", "said": f"{title}: {part.trainable:,} parameters learn."}
        mine = Reached(held)
        for event in epochs_of(part, mine, stop, lambda: None):
            carry(part.network.module, run.network.module)
            yield _placed(event, run, title, reached.epoch, total)
        carry(part.network.module, run.network.module)
        reached.epoch += mine.epoch
        reached.test, reached.routes, reached.stopped = (
            run.evaluate(run.dataset.test),
            mine.routes,
            mine.stopped,
        )
        reached.stages.append(
            {
                "title": title,
                "trainable": part.trainable,
                "before": before,
                "after": reached.test,
                "proof": compare(held, digests_of(part)).to_json(),
            }
        )
        if reached.stopped:
            return


def _placed(event: Event, run: Run, title: str, done: int, total: int) -> Event:
    """An event of one stage as one of the whole training; after an epoch with the metrics of every output."""
    if event["event"] not in ("epoch", "step"):
        return event
    tests = {"test": run.evaluate(run.dataset.test)} if event["event"] == "epoch" else {}
    return {**event, **tests, "epoch": event["epoch"] + done, "epochs": total, "stage": title}


def of_stage(document: Document, stage: TrainingStage, training: Training) -> Document:
    """The document of one stage: only its nodes learn, and only its outputs are there.

    Raises:
        Refused: the stage names a node that does not exist, or an output that is none.
    """
    known = {node.id for node in document.nodes}
    missing = [name for name in (*stage.learns, *stage.outputs) if name not in known]
    if missing:
        raise refuse(
            "stage_node",
            f"A stage of the training names {missing[0]!r}, and there is no such node.",
            param="stages",
            expected="nodes of the document: " + ", ".join(sorted(known)[:12]),
            got=missing[0],
            next="Correct the stage, or take it out.",
        )
    ends = {node.id for node in document.nodes if not document.out_of(node.id)} - set(stage.outputs)
    inner = {node.id for node in document.nodes if document.into(node.id) and document.out_of(node.id)}
    return document.model_copy(
        update={
            "nodes": tuple(_held_still(node, stage, inner) for node in document.nodes if node.id not in ends),
            "edges": tuple(edge for edge in document.edges if edge.target not in ends),
            "training": training,
        }
    )


def carry(source: "nn.Module", target: "nn.Module") -> None:
    """Copy every tensor that both networks have by the same name."""
    import torch

    given = source.state_dict()
    with torch.no_grad():
        for name, tensor in target.state_dict().items():
            if name in given:
                tensor.copy_(given[name])


def _held_still(node: Node, stage: TrainingStage, inner: set[str]) -> Node:
    """A node that learns without its freezing, another one frozen; inputs, outputs and sharers stay as they are."""
    if node.id in stage.learns:
        return node.model_copy(update={"freeze": None})
    if node.id not in inner or node.shares or node.freeze == FreezeAll(what="all"):
        return node
    return node.model_copy(update={"freeze": FreezeAll(what="all")})


def _training(training: Training, stage: TrainingStage) -> Training:
    """The settings of one stage: its own where it has some, else those of the whole."""
    own: Mapping[str, Any] = {
        name: value
        for name in ("epochs", "batch", "learning_rate")
        if (value := getattr(stage, name)) is not None
    }
    return training.model_copy(update={**own, "stages": (), "schedule": (), "rates": ()})
