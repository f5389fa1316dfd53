"""Cutting a network inside a node: what comes before its first change is run once, and the rest goes on from there.

The parts in front of the cut are not run again. In their place stand the answers that were kept, and, where nothing
looks at them, values that are not numbers. Whether the rest really needs nothing else is tried on a few rows first.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from builder.fitting.blanks import Blank, blank_of
from builder.fitting.watching import Answers, answers_of, constant_answers, tensors_of

if TYPE_CHECKING:
    import torch
    from torch import nn

    Values = dict[str, torch.Tensor]

Inner = Callable[..., "Values"]
"""Runs one node: from the values that arrive, by name, to what it gives, by name."""


@dataclass(frozen=True)
class Cut:
    """A place inside a node's network. `kept` are the parts whose answers are kept, the last of them at the cut."""

    node: str
    root: "nn.Module"
    inner: Inner
    blanks: Mapping[str, list[Blank]]
    """The form of what each part in front of the cut answers, call by call, by its path."""
    spared: Mapping[str, Blank]
    """The node's arguments that only parts in front of the cut look at."""
    kept: tuple[str, ...]
    solid: bool = False
    """Whether something writes into what stands in front, so that it needs memory of its own."""

    @property
    def path(self) -> str:
        return self.kept[-1]

    @property
    def names(self) -> list[str]:
        """The names of the tensors that are kept."""
        return [
            f"{self.node}:{path}:{call}:{number}"
            for path in self.kept
            for call, blank in enumerate(self.blanks[path])
            for number in range(blank.tensors)
        ]

    def fixed(self, values: "Values") -> "Values":
        """Run the node up to the cut and give what is kept of it, by name."""
        calls = {path: len(self.blanks[path]) for path in self.kept}
        return self.named(answers_of(self.root, lambda: self.inner(**values), calls))

    def named(self, answers: Answers) -> "Values":
        """The tensors of the answers that are kept, by name."""
        return {
            f"{self.node}:{path}:{call}:{number}": tensor
            for path in self.kept
            for call, answer in enumerate(answers[path])
            for number, tensor in enumerate(tensors_of(answer))
        }

    def arguments(self, rows: int) -> "Values":
        """Values that are not numbers, for the arguments that nothing behind the cut looks at."""
        return {name: blank.at(rows, solid=self.solid) for name, blank in self.spared.items()}

    @contextmanager
    def standing(self, values: "Values", rows: int) -> Iterator[None]:
        """Inside, the parts in front of the cut answer with what was kept of this many rows, and are not run."""
        modules = {path: self.root.get_submodule(path) for path in self.blanks}
        own = {path: vars(module).get("forward") for path, module in modules.items()}
        for path, module in modules.items():
            answers = [self._answer(path, call, values, rows) for call in range(len(self.blanks[path]))]
            module.forward = _Ready(answers, module.forward)
        try:
            yield
        finally:
            for path, module in modules.items():
                put_back(module, own[path])

    def _answer(self, path: str, call: int, values: "Values", rows: int) -> Any:
        blank = self.blanks[path][call]
        if path not in self.kept:
            return blank.at(rows, solid=self.solid)
        return blank.filled(
            [values[f"{self.node}:{path}:{call}:{number}"] for number in range(blank.tensors)]
        )


class _Ready:
    """Stands for a forward: gives the answers that are ready, and then what the module itself computes."""

    def __init__(self, answers: list[Any], real: Callable[..., Any]) -> None:
        self._answers = iter(answers)
        self._real = real

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        for answer in self._answers:
            return answer
        return self._real(*args, **kwargs)


def put_back(module: "nn.Module", own: Callable[..., Any] | None) -> None:
    """Give a module the forward of its class again, or the one that it had of its own."""
    if own is None:
        del module.forward
    else:
        module.forward = own


def cut_of(node: str, root: "nn.Module", inner: Inner, many: "Values", few: "Values") -> "Cut | str | None":
    """Where a node can be cut, tried on `many` rows (4) and on `few` of them (3), in training mode.

    None where nothing in front is constant; a sentence where it cannot be cut exactly.
    """
    try:
        return _cut_of(node, root, inner, many, few)
    except Exception:  # noqa: BLE001 - a network that cannot be tried like this is one that is not cut
        return _UNKNOWN


_UNKNOWN = "it could not be found out where it can be cut"


def _cut_of(node: str, root: "nn.Module", inner: Inner, many: "Values", few: "Values") -> "Cut | str | None":
    first = constant_answers(root, lambda: inner(**many))
    second = constant_answers(root, lambda: inner(**few))
    weighty = {path for path in first if any(True for _ in root.get_submodule(path).parameters())}
    if not weighty:
        return None
    counts = {path: len(answers) for path, answers in first.items()}
    if counts != {path: len(answers) for path, answers in second.items()}:
        return "what it runs in front depends on the rows"
    blanks = {path: [*map(blank_of, answers, second[path])] for path, answers in first.items()}
    spared = {name: blank_of(value, few[name]) for name, value in many.items() if value.is_floating_point()}
    whole = Cut(node, root, inner, blanks, spared, (list(first)[-1],))
    wanted = _trial(root, lambda: inner(**many))
    cut = _narrowed(whole, many, first, wanted)
    if cut is None:
        return "what follows its frozen front looks further back than one place"
    if not all(blank.by_row for path in cut.kept for blank in blanks[path]):
        return "the features in front do not come row by row"
    if not close(_heads(cut.named(first), few), cut.named(second), 1e-4):
        return "a row's features depend on the other rows of its batch"
    return cut


def _narrowed(cut: Cut, many: "Values", answers: Answers, wanted: "Values") -> Cut | None:
    """The cut with what has to be kept besides the last answer; None when that does not do either."""
    for one in (cut, replace(cut, solid=True)):
        if _fits(one, many, answers, wanted):
            return one
    needed = replace(cut, spared={}, kept=tuple(cut.blanks), solid=True)
    if not _fits(needed, many, answers, wanted):
        return None
    for path in list(cut.blanks)[:-1]:
        less = replace(needed, kept=tuple(one for one in needed.kept if one != path))
        needed = less if _fits(less, many, answers, wanted) else needed
    for name, blank in cut.spared.items():
        less = replace(needed, spared={**needed.spared, name: blank})
        needed = less if _fits(less, many, answers, wanted) else needed
    return needed


def _fits(cut: Cut, many: "Values", answers: Answers, wanted: "Values") -> bool:
    """Whether the node gives the same with its front replaced by what this cut keeps."""
    rows = len(next(iter(many.values())))
    given = many | cut.arguments(rows)
    try:
        own = {name: value.clone() for name, value in cut.named(answers).items()}
        with cut.standing(own, rows):
            return close(_trial(cut.root, lambda: cut.inner(**given)), wanted, 1e-5)
    except Exception:  # noqa: BLE001 - what cannot run so cannot be cut so
        return False


def _trial(root: "nn.Module", run: Callable[[], "Values"]) -> "Values":
    """What a node gives in training mode, with the same random numbers each time and its statistics left alone."""
    import torch

    buffers = {name: buffer.clone() for name, buffer in root.named_buffers()}
    with torch.random.fork_rng(), torch.no_grad():
        torch.manual_seed(0)
        try:
            return run()
        finally:
            for name, buffer in root.named_buffers():
                buffer.copy_(buffers[name])


def _heads(values: "Values", few: "Values") -> "Values":
    rows = len(next(iter(few.values())))
    return {name: value[:rows] for name, value in values.items()}


def close(found: "Values", wanted: "Values", share: float) -> bool:
    """Whether all values agree within a share of the largest, a hundred times as much in half precision."""
    for name, tensor in wanted.items():
        if found[name].equal(tensor):
            continue
        if found[name].shape != tensor.shape or not tensor.is_floating_point():
            return False
        exact = tensor.dtype.itemsize >= 4
        room = share * (1 if exact else 1_000) * max(float(tensor.abs().max()), 1e-6)
        if not bool(found[name].isfinite().all()) or float((found[name] - tensor).abs().max()) > room:
            return False
    return True
