"""infer: one sample through a trained network, answered in class names and probabilities."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.block import OutputBlock
from builder.data import SOURCES, load
from builder.documents.document import Document
from builder.inferring.routing import Routed
from builder.inferring.sampling import Asked, arguments_of, asked_by_row
from builder.problem import refuse
from builder.registry import Registry, filled
from builder.tasks import TASKS
from builder.tasks.task import Seen
from builder.views import attention_views, grad_cam_views, graph_views
from builder.weights.trained import Trained, load_run
from builder.worlds.walking import walk

if TYPE_CHECKING:
    import torch
    from torch import nn

Source = str | Path | Trained | tuple["nn.Module", Document, Mapping[str, Any]]


def infer(
    run: Source, registry: Registry | None = None, sample: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Try a trained network on one sample.

    `run` is a run's folder, what `load_run` read from one, or a live network with its document and class names.
    `sample` holds what the network takes: ``image`` (a Pillow image, a ``Path`` or bytes), ``text``, ``features``
    (numbers as they were measured), ``node`` (a place in the graph), ``condition`` (the name of a case), or ``row``
    (a place in the data set, for all inputs at once); an input node's id may stand for its kind.

    Returns:
        ``outputs`` with classes and probabilities, best first, or values; ``routes``, how many samples each branch
        of a routing answered; ``views``, what the network looked at, drawn; and ``said``, the same in a sentence.

    Raises:
        Refused: something is missing in the sample or cannot be used, or the run cannot be read.
    """
    import torch

    from builder.looking.attending import Attending

    trained = _trained(run, registry)
    asked = arguments_of(trained, sample or {})
    values = [asked.arguments[argument.name] for argument in trained.planned.arguments]
    with (
        torch.no_grad(),
        closing(Routed(trained.planned, trained.module)) as routed,
        Attending([]) as attending,
    ):
        result = trained.module(*values)
    results = result if isinstance(result, dict) else {trained.planned.results[0]: result}
    outputs = {
        node: _answer(trained, node, tuple(results[name] for name in trained.planned.handed_by(node)), asked)
        for node in trained.planned.results
    }
    routes = routed.take()
    said = [f"{node}: {_said(answer)}" for node, answer in outputs.items()]
    said += [f"{node}: by the branch {_taken(hits)}" for node, hits in routes.items()]
    views = [
        *attention_views(trained.planned, asked.arguments, attending.found),
        *grad_cam_views(trained, asked.arguments, outputs),
        *graph_views(trained.planned, asked.arguments, results, asked.row),
    ]
    return {
        "outputs": outputs,
        "said": "; ".join(said),
        **({"routes": routes} if routes else {}),
        **({"views": views} if views else {}),
    }


def _trained(run: Source, registry: Registry | None) -> Trained:
    if isinstance(run, Trained):
        return run
    if isinstance(run, tuple):
        module, document, classes = run
        return Trained.of(document, module, classes, registry)
    return load_run(run, registry)


def _answer(trained: Trained, node: str, results: "tuple[torch.Tensor, ...]", asked: Asked) -> dict[str, Any]:
    block = trained.planned.block(node)
    task = TASKS.get(block.task) if isinstance(block, OutputBlock) else None
    scores = results[0].float()[asked.row]
    known = trained.record["outputs"].get(node, {})
    classes = [str(name) for name in known.get("classes", [])]
    if not bool(scores.isfinite().all()):
        raise refuse(
            "sample",
            "The network's answer to this sample is not a finite number.",
            node=node,
            next="Try another sample, or train again with a smaller learning rate.",
        )
    if task:
        params = filled(block, trained.planned.document.node(node).params)
        answer = task.answer(params, results, Seen(asked.columns, trained.fitted_for(node)))
        return answer | _walk(trained, node, asked) if answer["kind"] == "actions" else answer
    if not classes:
        return {"kind": "value", "value": scores.item() if scores.numel() == 1 else scores.tolist()}
    if scores.numel() == 1:
        chance = float(scores.sigmoid())
        chances = [1 - chance, chance]
    else:
        chances = (scores.sigmoid() if known.get("loss") == "bce" else scores.softmax(dim=-1)).tolist()
    names = [*classes, *(f"place {place}" for place in range(len(classes), len(chances)))]
    ranked = sorted(zip(names, chances, strict=False), key=lambda pair: -pair[1])
    return {"kind": "classes", "classes": [{"name": name, "probability": chance} for name, chance in ranked]}


def _walk(trained: Trained, node: str, asked: Asked) -> dict[str, Any]:
    """The way that an agent takes who follows one output, from the state of this sample; nothing without a world."""
    import torch

    source = SOURCES.get(str(trained.record.get("data", "")))
    dataset = load(source.name) if source else None
    if dataset is None or not dataset.world or "features" not in asked.columns:
        return {}
    first = trained.planned.handed_by(node)[0]

    def chosen(row: int) -> int:
        there = asked_by_row(trained, row, dataset).arguments
        with torch.no_grad():
            result = trained.module(*[there[argument.name] for argument in trained.planned.arguments])
        return int((result[first] if isinstance(result, dict) else result)[0].argmax())

    return {"walk": walk(dataset, asked.columns["features"][0], chosen)}


def _taken(hits: Mapping[str, int]) -> str:
    return max(hits, key=lambda branch: hits[branch])


def _said(answer: Mapping[str, Any]) -> str:
    if answer["kind"] == "classes":
        best = answer["classes"][0]
        return f"{best['name']} ({best['probability']:.0%})"
    if "said" in answer:
        return str(answer["said"])
    value = answer["value"]
    return f"{value:.4g}" if isinstance(value, float) else f"{len(value)} values"
