"""One sample for the inputs in front of a wire: a row of a data set, a person's own, or random numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from builder.data import SOURCES, Dataset, load
from builder.documents.graph import Graph
from builder.planning.planned import Plan
from builder.planning.planning import plan
from builder.problem import Refused
from builder.sizes import Symbolic

if TYPE_CHECKING:
    import torch

OPEN = {"B": 1, "T": 16, "N": 8, "E": 16}
"""Sizes of random inputs where the shape leaves them open."""


OWN = ("image", "text", "features")
"""What a sample of a person's own may hold."""


@dataclass(frozen=True)
class Sample:
    """Tensors by (input node, port), what they are in words, and a name that tells samples apart.

    `row` and `rows` say which row of a data set it is, and how many there are; None where it is not a row.
    """

    values: "Mapping[tuple[str, str], torch.Tensor]"
    said: str
    name: str
    row: int | None = None
    rows: int = 0


def inputs_of(planned: Plan, node: str) -> Plan:
    """The inputs in front of a node, as a plan of their own."""
    above = Graph.of(planned.document).above([node])
    inputs = tuple(
        one for one in planned.document.nodes if one.id in above and planned.role(one.id) == "input"
    )
    return plan(planned.document.model_copy(update={"nodes": inputs, "edges": ()}), planned.registry)


def takes(inputs: Plan) -> list[str]:
    """What a person may bring instead of a row: ``image``, ``text`` or ``features``, where that alone is enough."""
    from builder.inferring.sampling import KEYS

    kinds = {next(iter(inputs.nodes[node].specs.values())).kind for node in inputs.order}
    found = sorted(KEYS.get(kind, kind) for kind in kinds)
    return [key for key in found if key in OWN] if len(found) == 1 else []


def sample_of(planned: Plan, asked: Mapping[str, Any]) -> Sample:
    """Make a sample for the inputs of a plan (see `inputs_of`).

    `asked` may hold `row` (a held-out row of the data set), ``image``, ``text`` or ``features`` (a person's own),
    or ``random`` (a seed). Without any of them, the first held-out row of the document's data set is taken, or of
    one that fits, and random numbers where none does.

    Raises:
        Refused: what was asked for cannot be had.
    """
    own = {key: asked[key] for key in OWN if asked.get(key) is not None}
    if own:
        return _own(planned, own)
    dataset = None if "random" in asked else _fitting(planned)
    if dataset is None:
        return _random(planned, int(asked.get("random", 0)))
    place = int(asked.get("row", 0)) % len(dataset.test)
    return _row(planned, dataset, place)


def _row(planned: Plan, dataset: Dataset, place: int) -> Sample:
    from builder.fitting.feed import prepare, source_of

    row = int(dataset.test[place])
    values = {
        (node, port): tensor
        for node in planned.order
        for port, tensor in prepare(
            planned, node, dataset.columns[source_of(planned, dataset, node)].take(np.array([row]))
        ).items()
    }
    said = "the whole graph" if dataset.is_graph else f"held-out sample {place + 1}"
    truth = "" if dataset.is_graph else _truth(dataset, row)
    return Sample(
        values,
        f"{dataset.title}, {said}{truth}",
        f"{dataset.name} {'graph' if dataset.is_graph else row}",
        place,
        1 if dataset.is_graph else len(dataset.test),
    )


def _own(planned: Plan, own: Mapping[str, Any]) -> Sample:
    from hashlib import sha256

    from builder.inferring.sampling import arguments_of
    from builder.weights.trained import Trained

    dataset = _fitting(planned)
    record = {"data": dataset.name if dataset else "", "inputs": _known(planned, dataset)}
    arguments = arguments_of(Trained(planned, _nothing(), record), own).arguments
    digest = sha256(repr(sorted((key, str(value)) for key, value in own.items())).encode())
    return Sample(_by_port(planned, arguments), f"your own {' and '.join(own)}", digest.hexdigest())


def _known(planned: Plan, dataset: Dataset | None) -> dict[str, Any]:
    """The column behind each input, and the scale that its numbers were brought to: a person's are treated alike."""
    from builder.fitting.feed import source_of

    found: dict[str, Any] = {}
    for node in planned.order if dataset else ():
        assert dataset is not None
        name = source_of(planned, dataset, node)
        scale = dataset.columns[name].scale
        found[node] = {"column": name, "scale": vars(scale) if scale else None}
    return found


def _random(planned: Plan, seed: int) -> Sample:
    import torch

    generator = torch.Generator().manual_seed(seed)
    values = {}
    for argument in planned.arguments:
        spec = planned.specs[argument.node, argument.port]
        shape = [size.at(OPEN) if isinstance(size, Symbolic) else size for size in spec.shape]
        dtype = getattr(torch, spec.dtype)
        if spec.kind == "mask":
            made = torch.ones(shape, dtype=dtype)
        elif spec.kind == "edges":
            made = torch.randint(0, OPEN["N"], shape, generator=generator, dtype=dtype)
        elif dtype.is_floating_point:
            made = torch.randn(shape, generator=generator, dtype=dtype)
        else:
            made = torch.zeros(shape, dtype=dtype)
        values[argument.node, argument.port] = made
    return Sample(
        values, f"random numbers (seed {seed}), since no data set fits these inputs", f"random {seed}"
    )


def _fitting(planned: Plan) -> Dataset | None:
    """The document's own data set where it feeds these inputs, else the first one that comes along and does."""
    from builder.fitting.feed import prepare, source_of

    training = planned.document.training
    chosen = [training.data] if training and training.data in SOURCES else []
    for name in dict.fromkeys((*chosen, *SOURCES)):
        dataset = _loaded(name)
        try:
            for node in planned.order:
                values = dataset.columns[source_of(planned, dataset, node)].take(np.array([0]))
                prepare(planned, node, values)
        except Refused:
            continue
        return dataset
    return None


@lru_cache(maxsize=8)
def _loaded(name: str) -> Dataset:
    return load(name)


def _truth(dataset: Dataset, row: int) -> str:
    label = dataset.columns[dataset.label]
    return f": {label.classes[int(label.values[row])]}" if label.kind == "label" else ""


def _by_port(planned: Plan, arguments: "Mapping[str, torch.Tensor]") -> "dict[tuple[str, str], torch.Tensor]":
    return {(argument.node, argument.port): arguments[argument.name] for argument in planned.arguments}


def _nothing() -> Any:
    from torch import nn

    return nn.Identity()
