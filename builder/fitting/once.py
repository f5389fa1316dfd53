"""What is fitted at once: estimators and statistics, from the features of all training rows, before the first step."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

import numpy as np

from builder.block import FittedBlock
from builder.data import Dataset
from builder.documents.graph import Graph
from builder.fitting.keeping import Event, Features
from builder.fitting.network import Network
from builder.problem import Refused, refuse
from builder.registry import filled
from builder.writing.places import attribute
from builder.writing.split import between, constant_prefix

if TYPE_CHECKING:
    import torch
    from torch import nn

    Values = dict[str, torch.Tensor]

Array = np.ndarray[Any, np.dtype[Any]]
CHUNK = 1_000
"""Rows that are looked up together."""


@dataclass(frozen=True)
class Fitted:
    """A node that is fitted at once: the variable of what arrives there, and of what leaves."""

    node: str
    block: FittedBlock
    params: Mapping[str, Any]
    arrives: str
    leaves: str


def fitted_of(network: Network) -> tuple[Fitted, ...]:
    """The nodes that are fitted at once, in order; what is frozen keeps what it has.

    Raises:
        Refused: something in front of one is trained, so that what arrives there would move.
    """
    planned = network.planned
    found = []
    for node in planned.live:
        block = planned.block(node)
        if isinstance(block, FittedBlock) and planned.nodes[node].frozen != ("",):
            wire = planned.document.into(node)[0]
            params = filled(block, planned.document.node(node).params)
            names = planned.names[wire.source, wire.output], planned.names[node, "y"]
            found.append(Fitted(node, block, params, *names))
    _need_fixed(network, found)
    return tuple(found)


def release(network: Network, fitted: tuple[Fitted, ...]) -> None:
    """Take what is fitted at once from the parameters that learn by gradients."""
    for part in fitted:
        _module(network, part).requires_grad_(False)


def fit_once(
    network: Network, features: Features, dataset: Dataset, fitted: tuple[Fitted, ...], seed: int
) -> Iterator[Event]:
    """Fit these nodes one after the other on the training rows, and fill their modules.

    Raises:
        Refused: the column of classes is missing or does not fit.
    """
    known: Values = {}
    for place, part in enumerate(fitted):
        yield {"event": "preparing", "said": f"Fitting {part.node} on {len(dataset.train):,} rows."}
        given = _arriving(network, features, dataset.train, part, known)
        labels = _labels(part, dataset)
        module = _module(network, part)
        _fill(module, part, given, labels, seed)
        if place + 1 < len(fitted):
            known[part.leaves] = _leaving(module, part, given, labels, seed)


def _arriving(
    network: Network, features: Features, rows: Array, part: Fitted, known: "Values"
) -> "torch.Tensor":
    """What arrives at a node for every training row; `known` are the values that left those fitted before."""
    import torch

    planned = network.planned
    done = {node for (node, _), name in planned.names.items() if name in known}
    above = Graph.of(planned.document).above([part.node]) - network.prefix.nodes - done - {part.node}
    takes = [*network.prefix.frontier, *known]
    run = between(planned, network.module, takes, above, part.arrives)
    found = []
    if features.graph:
        whole = run(**features.of(rows), **known)
        return whole[torch.as_tensor(rows, device=whole.device)].float()
    with torch.no_grad():
        for start in range(0, len(rows), CHUNK):
            places = slice(start, start + CHUNK)
            answers = {name: value[places] for name, value in known.items()}
            found.append(run(**features.of(rows[places]), **answers))
    return torch.cat(found).float()


def _leaving(
    module: "nn.Module", part: Fitted, given: "torch.Tensor", labels: Array, seed: int
) -> "torch.Tensor":
    """What a fitted node hands on for the training rows: answers of models that did not see them, where asked for."""
    import torch
    from sklearn.model_selection import StratifiedKFold

    folds = int(part.params.get("folds", 0)) if part.block.supervised else 0
    with torch.no_grad():
        if folds < 2:
            result: torch.Tensor = module(given)
            return result
        found = module(given)
        parts = StratifiedKFold(folds, shuffle=True, random_state=seed).split(labels, labels)
        with catch_warnings():
            simplefilter("ignore")  # a class with fewer rows than parts is missing from some
            for inside, outside in parts:
                other = deepcopy(module)
                _fill(other, part, given[torch.as_tensor(inside)], labels[inside], seed)
                found[outside] = other(given[torch.as_tensor(outside)])
    return found


def _fill(module: "nn.Module", part: Fitted, given: "torch.Tensor", labels: Array, seed: int) -> None:
    """Fit on these rows, and write the result into a module."""
    import torch

    with catch_warnings():
        simplefilter("ignore")  # scikit-learn's remarks on convergence; the figures speak for themselves
        found = part.block.fitted(part.params, given.detach().cpu().numpy(), labels, seed=seed)
    state = module.state_dict()
    module.load_state_dict(
        {name: torch.as_tensor(np.asarray(value)).to(state[name]) for name, value in found.items()}
    )


def _labels(part: Fitted, dataset: Dataset) -> Array:
    """The places of the training rows' classes; all zero where no classes are learnt.

    Raises:
        Refused: there is no such column, or it has more classes than the node tells apart.
    """
    if not part.block.supervised:
        return np.zeros(len(dataset.train), dtype=np.int64)
    try:
        column = dataset.column(str(part.params["target"]), ("label",))
    except Refused as error:
        raise Refused(error.problem.at(part.node)) from None
    if len(column.classes) > part.params["out_features"]:
        raise refuse(
            "class_count",
            f"The column {part.params['target']!r} has {len(column.classes)} classes, and {part.node} tells only "
            f"{part.params['out_features']} apart.",
            node=part.node,
            param="out_features",
            expected=str(len(column.classes)),
            got=str(part.params["out_features"]),
            next=f"Set out_features to {len(column.classes)}.",
        )
    labels: Array = column.values[dataset.train]
    if len(np.unique(labels)) < 2:
        raise refuse(
            "estimator_rows",
            f"All training rows of {part.node} have the same class, so there is nothing to tell apart.",
            node=part.node,
            expected="at least two classes",
            got="one",
            next="Train on more samples.",
        )
    return labels


def _module(network: Network, part: Fitted) -> "nn.Module":
    return network.module.get_submodule(attribute(part.node))


def _need_fixed(network: Network, fitted: list[Fitted]) -> None:
    """Refuse what would be fitted on features that move, and what would learn from an estimator by gradients."""
    planned = network.planned
    settled = {part.node for part in fitted}
    fixed = constant_prefix(planned, settled=settled).nodes
    for part in fitted:
        source = planned.document.into(part.node)[0].source
        if source not in fixed and planned.role(source) != "input":
            raise refuse(
                "fitted_behind_trained",
                f"{part.node} is fitted once, on features that stay as they are, and something in front of it is "
                "trained or random.",
                node=part.node,
                port="x",
                expected="frozen or fixed parts in front",
                got=f"{source}, which changes while the network is trained",
                next="Freeze what comes before, or use a layer that learns by gradients instead.",
            )
        _need_end(network, part, fixed)


def _need_end(network: Network, part: Fitted, fixed: frozenset[str]) -> None:
    planned = network.planned
    below = Graph.of(planned.document).below(part.node) if part.block.supervised else frozenset()
    trained = [
        node for node in planned.live if node in below and node not in fixed and planned.role(node) == "layer"
    ]
    if trained:
        raise refuse(
            "trained_behind_estimator",
            f"{trained[0]} would learn from what {part.node} says of the very rows that it was fitted on, and that is "
            "better than what it says of others.",
            node=trained[0],
            expected="an output or another estimator behind an estimator",
            got="a layer that learns by gradients",
            next="Put an estimator here, or connect this layer to the features in front.",
        )
