"""One run: its network, data, targets and optimiser, and what a step and an evaluation do with them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from builder.data import Dataset
from builder.documents.document import Training
from builder.fitting.acting import Acting
from builder.fitting.crew import Crew
from builder.fitting.feature_keys import key_of
from builder.fitting.feed import truth_of
from builder.fitting.keeping import Event, Features
from builder.fitting.metrics import Meter
from builder.fitting.network import ROWS, Network
from builder.fitting.once import Fitted, fit_once
from builder.fitting.optimiser import factors_of, join
from builder.fitting.order import batches, step_seed
from builder.fitting.proof import Digests
from builder.fitting.randomness import seeded
from builder.fitting.targets import Target, loss_of
from builder.fitting.trimming import trim
from builder.inferring.routing import Routed
from builder.planning.staging import Stage, stages_of
from builder.problem import refuse

if TYPE_CHECKING:
    import torch
    from torch import nn, optim

    Values = dict[str, torch.Tensor]

Table = dict[str, dict[str, float]]


@dataclass
class Run:
    """Everything that a step needs. Network and features change when a frozen part joins."""

    network: Network
    dataset: Dataset
    targets: Sequence[Target]
    features: Features
    routed: Routed
    optimiser: "optim.Optimizer | None"
    """None where everything that learns is fitted at once."""
    training: Training
    fitted: tuple[Fitted, ...] = ()
    held: Digests = field(default_factory=dict)
    """The digests of what is frozen when the run begins."""
    epoch: int = 0
    """Until which epoch everything has joined."""
    acting: Acting | None = None
    """The agent whose moments are learnt from, where an output learns by acting."""
    crew: Crew = field(default_factory=Crew)
    """The processes that train this network together."""

    @property
    def seed(self) -> int:
        return self.training.seed

    @property
    def batch(self) -> int:
        return self.training.batch

    @property
    def trainable(self) -> int:
        """How many numbers learn by now."""
        groups = self.optimiser.param_groups if self.optimiser else []
        learnt = sum(parameter.numel() for group in groups for parameter in group["params"])
        return learnt + sum(self.network.planned.nodes[part.node].size.trainable for part in self.fitted)

    def begin(self, epoch: int, stop: Callable[[], bool], *, first: bool) -> Iterator[Event]:
        """Get ready for an epoch: let join what learns from then on, and keep what is constant by now.

        Features come with the batches that ask for them. All of them are there before the epoch where a row may be
        asked for alone, and, so that a run goes on as if it had not been interrupted, behind the epoch of their own.
        """
        joining = self.join_until(epoch)
        if joining:
            yield {"event": "preparing", "said": "; ".join(stage.said for stage in joining) + "."}
        if joining or first:
            self.features = self.features.at(self.network)
            trim(self.network, self.features.feed, self.dataset.rows)
            yield from self.features.keep(self.dataset.rows, self.first_rows, self.key)
            if self.fitted or self.acting:
                yield from self.features.keep_all(self._parts(self.dataset.rows), stop)
            if epoch > self._since:
                yield from self.features.keep_all(self._as_asked(self._since), stop)
            self.routed.take()  # what was tried belongs to no epoch
        if first:
            yield from fit_once(self.network, self.features, self.dataset, self.fitted, self.seed)

    @property
    def _since(self) -> int:
        """The epoch in which the last part joined until now."""
        return max(
            (stage.epoch for stage in stages_of(self.network.planned) if stage.epoch <= self.epoch), default=1
        )

    @property
    def first_rows(self) -> Any:
        """The rows of the step in which features are first asked for."""
        return self.dataset.train[self.order(self._since)[0]]

    def order(self, epoch: int) -> list[Any]:
        """The places of each step of an epoch; a graph is one step."""
        count = len(self.dataset.train)
        size = count if self.features.graph else self.batch
        lengths = None if self.features.graph else self.features.lengths(self.dataset.train)
        return [
            np.asarray(places)
            for places in batches(count, size, seed=self.seed, epoch=epoch, lengths=lengths)
        ]

    def _as_asked(self, epoch: int) -> list[Any]:
        """All rows in the parts in which an epoch asks for them."""
        return [
            *(self.dataset.train[places] for places in self.order(epoch)),
            *self._parts(self.dataset.test),
        ]

    def join_until(self, epoch: int) -> list[Stage]:
        """Let join, one after the other, what learns from an epoch on and has not joined yet."""
        late = [stage for stage in stages_of(self.network.planned) if self.epoch < stage.epoch <= epoch]
        for stage in late:
            self.features.feed.trimmed = False
            self.network = self.taken_apart(self.network.at(stage.epoch))
            assert self.optimiser is not None  # what joins has parameters
            factors = factors_of(self.network.planned, self.training)
            join(self.optimiser, self.network.module, self.training, factors)
        self.epoch = max(self.epoch, epoch)
        return late

    def taken_apart(self, network: Network) -> Network:
        """The network, cut inside nodes where that can be told from the first rows."""
        rows = self.dataset.rows
        if self.features.graph or self.fitted or len(rows) < ROWS:
            return network
        return network.cut(lambda count: self.features.feed.arguments(rows[:count], network.device))

    def key(self) -> str:
        """The key of the features that are kept."""
        feed = self.features.feed
        return key_of(self.network, self.dataset, feed.columns, self.held)

    def step(self, rows: Any, *, epoch: int, number: int, meters: dict[str, Meter]) -> "Values":
        """Learn from one batch; return the loss of each output, and the weighted sum as ``total``.

        Of several processes each runs its share of the rows, and `meters` follow that alone.
        """
        if self.acting:
            rows = self.acting.rows(self.network, self.features, epoch)
        rows, weight = self.share(rows)
        values = self.features.of(rows)
        with seeded(step_seed(self.seed, epoch, number, *self.crew.places), self.network.device):
            outputs = self.network.outputs(values)
            losses = self._losses(outputs, rows, meters)
        if self.optimiser is None:
            return {name: loss.detach() for name, loss in losses.items()}
        self.optimiser.zero_grad(set_to_none=True)
        self.network.accelerator.backward(losses["total"])
        told = self.crew.agree(self.optimiser, {name: loss.detach() for name, loss in losses.items()}, weight)
        self.optimiser.step()
        return told

    def parts(self, epoch: int) -> Iterator[Any]:
        """The rows of each step of an epoch; while one runs, what its successor needs from files is read."""
        whole = [self.dataset.train[places] for places in self.order(epoch)]
        return self.features.each(whole, lambda rows: self.share(rows)[0])

    def share(self, rows: Any) -> tuple[Any, float]:
        """The rows of a batch that this process runs, and their weight in it."""
        return self.crew.share(rows, owned=bool(self.network.constant))

    def evaluate(self, rows: Any) -> Table:
        """The metric of each output on these rows, and behind it the loss, in evaluation mode."""
        import torch

        meters = self.meters()
        with measuring(self.network.module), torch.no_grad():
            for part in self.features.each(self._parts(rows)):
                outputs = self.network.outputs(self.features.of(part))
                for target in self.targets:
                    results, truth = self._pair(target, outputs, part)
                    meters[target.node].add(results, truth)
                    if target.loss != "acting":
                        meters[target.node].add_loss(loss_of(target, results, truth), len(part))
        return self.table(meters)

    def _parts(self, rows: Any) -> list[Any]:
        """The rows in batches to be measured on, texts of one length together; a graph comes whole."""
        if self.features.graph:
            return [rows]
        ordered = self.features.feed.ordered(rows)
        return [ordered[start : start + self.batch] for start in range(0, len(rows), self.batch)]

    def results(self, target: Target, rows: Any) -> "tuple[torch.Tensor, ...]":
        """What one output gives for a few rows, in evaluation mode and on the processor."""
        import torch

        with measuring(self.network.module), torch.no_grad():
            outputs = self.network.outputs(self.features.of(rows))
        return tuple(outputs[name].cpu() for name in target.results)

    def meters(self) -> dict[str, Meter]:
        return {target.node: Meter(target) for target in self.targets}

    def table(self, meters: dict[str, Meter]) -> Table:
        """The metrics of the outputs, with the loss where it was noted: {output: {metric: value, "loss": value}}."""
        found: Table = {}
        for target in self.targets:
            meter = meters[target.node]
            found[target.node] = {target.metric: meter.value()}
            found[target.node] |= {"loss": meter.loss} if meter.loss is not None else {}
        return found

    def _losses(self, outputs: "Values", rows: Any, meters: dict[str, Meter]) -> "Values":
        losses: Values = {}
        for target in self.targets:
            results, truth = self._pair(target, outputs, rows)
            acts = self.acting if target.loss == "acting" else None
            losses[target.node] = (
                acts.loss(results, self.features) if acts else loss_of(target, results, truth)
            )
            meters[target.node].add(results, truth)
        total = _weighed([(target.weight, losses[target.node]) for target in self.targets])
        if self.optimiser is not None and not total.requires_grad:
            raise refuse(
                "nothing_trainable",
                "Nothing can learn: no output with a loss and a weight comes after a trainable part.",
                node=self.targets[0].node,
                expected="a trainable part in front of an output with a loss",
                got="only frozen or fixed parts",
                next="Unfreeze a part in front of this output, or add a layer with weights there.",
            )
        return losses | {"total": total}

    def _pair(
        self, target: Target, outputs: "Values", rows: Any
    ) -> "tuple[tuple[torch.Tensor, ...], torch.Tensor]":
        """An output's values and its truth, row by row; of a graph's output, the rows that are asked for."""
        import torch

        results = tuple(outputs[name] for name in target.results)
        column = self.dataset.columns[target.column]
        if self.features.graph:
            nodes = len(column)
            if results[0].shape[0] != nodes:
                raise _one_each(target, nodes, results[0].shape[0])
            results = tuple(part[torch.as_tensor(rows, device=part.device)] for part in results)
        elif results[0].shape[0] != len(rows):
            raise _one_each(target, len(rows), results[0].shape[0])
        task = target.task
        truth = task.truth(target.params, column, rows, results) if task else truth_of(column, rows)
        return results, truth.to(results[0].device)


def _weighed(parts: "Sequence[tuple[float, torch.Tensor]]") -> "torch.Tensor":
    """The sum of the losses, each times its weight."""
    first, *others = (loss if weight == 1 else weight * loss for weight, loss in parts)
    return sum(others, start=first)


@contextmanager
def measuring(module: "nn.Module") -> Iterator[None]:
    """Inside, what trains is in evaluation mode; what is held in it anyway is not touched."""
    training = [part for part in module.modules() if part.training]
    for part in training:
        part.training = False
    try:
        yield
    finally:
        for part in training:
            part.training = True


def _one_each(target: Target, expected: int, got: int) -> Exception:
    return refuse(
        "output_rows",
        f"The output gives {got} rows for {expected} samples, so it cannot be compared with {target.column!r}.",
        node=target.node,
        expected=f"{expected} rows, one a sample",
        got=f"{got} rows",
        next="Keep the batch as the first axis: look for a reshape that folds it, or a pooling over it.",
    )
