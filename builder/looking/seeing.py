"""look: a wire, and on request its values for one sample, as data for a page, a terminal or a notebook."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.documents.document import Document
from builder.groups.opening import opened
from builder.looking.facts import Facts, facts, place_of
from builder.planning.budget import in_words
from builder.planning.planned import Plan
from builder.planning.planning import plan
from builder.problem import refuse
from builder.registry import Registry

if TYPE_CHECKING:
    import torch

    from builder.looking.network import Networks


@dataclass(frozen=True)
class Look:
    """What is known of a wire. `tensor` is what flows there for the sample, None where none was asked for.

    `values` describes it: figures, histogram, pictures (addresses that hold a PNG), attention where the node in
    front of the wire computes some, and which weights were used.
    """

    facts: Facts
    tensor: "torch.Tensor | None" = None
    values: Mapping[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        return {"facts": self.facts.to_json(), "values": self.values}

    def __str__(self) -> str:
        known = self.facts
        lines = [f"{known.place}: {known.spec.text} {known.spec.dtype}"]
        rows = zip(known.spec.axes, known.spec.shape, known.meanings, strict=True)
        lines += [f"  {size!s:>6}  {means}" for _, size, means in rows]
        lines.append(
            f"memory: {in_words(known.sample)} a sample, {in_words(known.batch)} for {known.samples}"
        )
        lines += [f"receptive field: {field.said}" for field in known.fields]
        return "\n".join([*lines, *(_values(self.values) if self.values else ())])


def look(
    document: Document,
    place: str,
    sample: Mapping[str, Any] | None = None,
    *,
    registry: Registry | None = None,
    run: str | Path | None = None,
) -> Look:
    """Look at the wire that leaves ``node.port``; a node alone stands for its first output.

    `sample` runs the network up to there, in evaluation mode: ``{"row": 3}`` takes a held-out row of the
    document's data set, ``image``, ``text`` and ``features`` one of your own, ``{"random": 0}`` random numbers, and
    ``{}`` whatever fits. `run` is the folder of a trained run, whose weights are used where they belong to this
    network. Problems elsewhere in the document do not matter.

    Raises:
        Refused: there is no such wire, or the sample cannot be used.
        DocumentError: the network cannot be built or run up to there.
    """
    planned = plan(document, registry)
    known = facts(planned, place)
    if sample is None:
        return Look(known)
    from builder.looking.network import Networks

    tensor, values = see(planned, place, sample, Networks(), Path(run) if run else None)
    return Look(known, tensor, values)


def see(
    planned: Plan,
    place: str,
    asked: Mapping[str, Any],
    networks: "Networks",
    run: Path | None = None,
    *,
    way: Sequence[str] = (),
) -> "tuple[torch.Tensor, dict[str, Any]]":
    """The tensor on a wire for a sample, and what there is to say and show of it; see `look`.

    A `way` leads into the groups that are open, node by node; `place` is then a wire of the innermost.
    """
    from builder.looking.network import weights_for
    from builder.looking.samples import inputs_of, sample_of, takes
    from builder.looking.values import described
    from builder.looking.within import run_within

    shown = opened(planned, way)
    node, port = place_of(shown, place)
    outermost = way[0] if way else node
    began = time.perf_counter()
    inputs = inputs_of(planned, outermost)
    sample = sample_of(inputs, asked)
    weights, said = weights_for(planned, outermost, run)
    network = networks.get(planned, weights)
    remembered = bool(network.modules)
    network = run_within(network, way, node, sample.name, sample.values)
    tensor = network.values.get((node, port))
    if tensor is None:
        raise refuse(
            "unused_port",
            f"Nothing uses {port} of {node}, so that the network does not compute it.",
            node=node,
            expected="a port with a wire",
            got=f"{node}.{port}",
            next="Draw a wire from it, or look at a wire that is there.",
        )
    attention = network.attentions.get(node, [])
    return tensor, {
        **described(tensor, shown.specs[node, port].kind),
        "attention": [one.to_json(heads=place == len(attention) - 1) for place, one in enumerate(attention)],
        "input": _input(sample.values, planned),
        "sample": {
            "said": sample.said,
            "row": sample.row,
            "rows": sample.rows,
            "takes": takes(inputs),
        },
        "weights": {
            "trained": weights is not None,
            "said": said,
            "random": _random(planned, outermost, weights),
        },
        "remembered": remembered,
        "milliseconds": round(1000 * (time.perf_counter() - began)),
    }


def _random(planned: Plan, node: str, weights: Path | None) -> list[str]:
    """The nodes in front of a wire whose weights nobody trained."""
    from builder.documents.graph import Graph

    if weights is not None:
        return []
    above = Graph.of(planned.document).above([node])
    found = []
    for name in (name for name in planned.order if name in above and planned.nodes[name].size.parameters):
        recipe = planned.nodes[name].recipe
        if recipe.note or recipe.module is None or recipe.module.without_weights() == recipe.module:
            found.append(name)
    return found


def _input(values: "Mapping[tuple[str, str], torch.Tensor]", planned: Plan) -> str | None:
    """The first picture that went in."""
    from builder.looking.pictures import image

    for (node, port), tensor in values.items():
        if planned.specs[node, port].kind == "image" and tensor.shape[1] in (1, 3):
            return image(tensor[0])
    return None


def _values(values: Mapping[str, Any]) -> list[str]:
    figures = values["figures"]
    lines = [
        f"sample: {values['sample']['said']}",
        "values: "
        + ", ".join(
            f"{name} {figures[name]:.4g}"
            for name in ("mean", "std", "min", "max")
            if figures[name] is not None
        ),
        f"zeros: {figures['zeros']:.1%}, NaN: {figures['nan']}, infinite: {figures['inf']}",
    ]
    if values["silent"]["silent_count"]:
        lines.append(f"silent channels: {values['silent']['silent_count']}")
    if values["weights"]["random"]:
        lines.append("random weights: " + ", ".join(values["weights"]["random"]))
    return [*lines, *([values["weights"]["said"]] if values["weights"]["said"] else [])]
