"""Staged unfreezing and learning rates: what a document's schedule and rates catch inside its networks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from builder.documents.document import Joining, Rate, Training
from builder.problem import Change, Fix, Problem
from builder.surgery.survey import is_free, is_under

if TYPE_CHECKING:
    from builder.planning.planned import Plan

Part = Joining | Rate


@dataclass(frozen=True)
class Stage:
    """What joins at an epoch: the module paths inside a node, and how many parameters learn from then on."""

    epoch: int
    node: str
    paths: tuple[str, ...]
    parameters: int

    @property
    def said(self) -> str:
        return f"{named(self.node, self.paths)} learns from epoch {self.epoch}"


@dataclass(frozen=True)
class Layer:
    """Parameters of a node, by name, that share a factor of the learning rate."""

    node: str
    names: frozenset[str]
    factor: float


def training_problems(planned: "Plan", training: Training | None = None) -> tuple[Problem, ...]:
    """What is wrong with a schedule and its rates, the document's own unless given; nothing of it is guessed."""
    training = training or planned.document.training
    if training is None:
        return ()
    found: list[Problem] = []
    for part in training.schedule:
        found += _part(planned, part, "schedule") or [*_joining(planned, part, training)]
    for rate in training.rates:
        found += _part(planned, rate, "rates") or [*_rate(planned, rate, training)]
    return tuple(found)


def stages_of(planned: "Plan", training: Training | None = None) -> tuple[Stage, ...]:
    """The stages of a schedule that can be used, by epoch; what learns already is counted only once."""
    training = training or planned.document.training
    found: list[Stage] = []
    free: dict[str, tuple[str, ...]] = {}
    for part in sorted(training.schedule if training else (), key=lambda part: part.epoch):
        if part.node not in planned.built or _part(planned, part, "schedule"):
            continue
        known = planned.nodes[part.node]
        before = (*known.added, *free.get(part.node, ()))
        paths = known.inside.caught(part.patterns)
        size = sum(
            known.inside.parameters[name]
            for name in known.inside.under(paths)
            if not is_free(name, known.frozen, before)
        )
        if size:
            free[part.node] = (*free.get(part.node, ()), *paths)
            found.append(Stage(part.epoch, part.node, paths, size))
    return tuple(found)


def layers_of(planned: "Plan", training: Training) -> tuple[Layer, ...]:
    """Parameters with a learning rate of their own, in the order of the rates; a later one counts."""
    found = []
    for rate in training.rates:
        if rate.node in planned.built and not _part(planned, rate, "rates"):
            found += [*_layers(planned, rate)]
    return tuple(found)


def named(node: str, paths: tuple[str, ...]) -> str:
    """Paths inside a node as people read them: ``backbone.layer3 and backbone.layer4``."""
    names = [f"{node}.{path}".rstrip(".") for path in paths]
    if len(names) > 4:
        return f"{names[0]}, {names[1]} and {len(names) - 2} more"
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)


def _layers(planned: "Plan", rate: Rate) -> Iterator[Layer]:
    known = planned.nodes[rate.node]
    names = known.inside.under(known.inside.caught(rate.patterns))
    if rate.decay == 1:
        yield Layer(rate.node, frozenset(names), float(rate.factor))
        return
    rows: dict[str, set[str]] = {}
    for name in names:
        rows.setdefault(_row(name, tuple(stage.path for stage in known.stages)), set()).add(name)
    for behind, row in enumerate(reversed(rows.values())):
        yield Layer(rate.node, frozenset(row), float(rate.factor) * float(rate.decay) ** behind)


def _row(name: str, paths: tuple[str, ...]) -> str:
    """The innermost stage that a parameter belongs to; empty for the network's own."""
    return max((path for path in paths if is_under(name, (path,))), key=len, default="")


def _part(planned: "Plan", part: Part, param: str) -> list[Problem]:
    """What is wrong with the place that a part names."""
    known = {node: found for node, found in planned.nodes.items() if found.inside.parameters}
    if part.node not in known:
        if part.node in planned.nodes and not planned.sound:
            return []
        near = get_close_matches(part.node, known, n=3, cutoff=0.4) or list(known)[:5]
        return [
            Problem(
                code="training_node",
                param=param,
                said=f"The training names {part.node!r}, and no node of that name has anything to learn.",
                expected="one of " + ", ".join(near) if near else "a node with parameters",
                got=part.node,
                next="Correct the name, or remove the line.",
                fixes=_lines(planned, part, param, *({"node": name} for name in near[:1])),
            )
        ]
    inside = planned.nodes[part.node].inside
    return [_unmatched(planned, part, param, text) for text in part.patterns if not inside.caught((text,))]


def _unmatched(planned: "Plan", part: Part, param: str, pattern: str) -> Problem:
    paths = [stage.path for stage in planned.nodes[part.node].stages]
    near = get_close_matches(pattern, paths, n=3, cutoff=0.4) or paths[:5]
    return Problem(
        code="training_pattern",
        node=part.node,
        param=param,
        said=f"Nothing inside {part.node} is called {pattern!r}, so the training would pass over it.",
        expected="one of " + ", ".join(near) if near else "a network with an inside",
        got=pattern,
        next="Choose a stage of the network, or remove the line.",
        fixes=_lines(
            planned, part, param, *({"patterns": _instead(part, pattern, name)} for name in near[:2])
        ),
    )


def _joining(planned: "Plan", part: Joining, training: Training) -> Iterator[Problem]:
    if part.epoch > training.epochs:
        yield Problem(
            code="schedule_epoch",
            node=part.node,
            param="schedule",
            said=f"A part is to learn from epoch {part.epoch}, and the training ends after {training.epochs}.",
            expected=f"an epoch from 2 to {training.epochs}",
            got=str(part.epoch),
            next="Choose an earlier epoch, or train longer.",
            fixes=(
                *(
                    _lines(planned, part, "schedule", {"epoch": training.epochs})
                    if training.epochs > 1
                    else ()
                ),
                Fix(
                    title=f"Train for {part.epoch} epochs",
                    changes=({"do": "set_training", "name": "epochs", "value": part.epoch},),
                ),
            ),
        )
    known = planned.nodes[part.node]
    caught = known.inside.under(known.inside.caught(part.patterns))
    if caught and all(is_free(name, known.frozen, known.added) for name in caught):
        yield Problem(
            code="schedule_free",
            node=part.node,
            param="schedule",
            said=f"{named(part.node, known.inside.caught(part.patterns))} is not frozen, so it learns from the start.",
            expected="a part that is frozen at first",
            got="a part that learns already",
            next="Freeze it on the canvas, or remove the line.",
            fixes=(
                Fix(title=f"Freeze {part.node} at first", changes=({"do": "freeze", "node": part.node},)),
                *_lines(planned, part, "schedule"),
            ),
        )


def _rate(planned: "Plan", rate: Rate, training: Training) -> Iterator[Problem]:
    known = planned.nodes[rate.node]
    joins = tuple(
        path for stage in stages_of(planned, training) if stage.node == rate.node for path in stage.paths
    )
    free = (*known.added, *joins)
    caught = known.inside.under(known.inside.caught(rate.patterns))
    if caught and not any(is_free(name, known.frozen, free) for name in caught):
        yield Problem(
            code="rate_frozen",
            node=rate.node,
            param="rates",
            said=f"{named(rate.node, known.inside.caught(rate.patterns))} is frozen, so this rate is never used.",
            expected="a part that learns",
            got="a frozen part",
            next="Unfreeze it now or later, or remove the line.",
            fixes=(
                *_lines(planned, rate, "rates"),
                Fix(title=f"Let {rate.node} learn", changes=({"do": "unfreeze", "node": rate.node},)),
            ),
        )


def _lines(planned: "Plan", part: Part, param: str, *better: Mapping[str, object]) -> tuple[Fix, ...]:
    """The line of a part written in other ways, then without it; none where the document has no such line."""
    training = planned.document.training
    rows: tuple[Part, ...] = getattr(training, param) if training else ()
    if part not in rows:
        return ()
    dumped, place = [row.model_dump() for row in rows], rows.index(part)
    changed = [(f"Write {_words(parts)}", [dumped[place] | dict(parts)]) for parts in better]
    return tuple(
        Fix(title=title, changes=(_set(param, [*dumped[:place], *line, *dumped[place + 1 :]]),))
        for title, line in (*changed, ("Remove the line", []))
    )


def _set(param: str, rows: list[dict[str, object]]) -> Change:
    return {"do": "set_training", "name": param, "value": rows}


def _instead(part: Part, old: str, new: str) -> list[str]:
    return [new if pattern == old else pattern for pattern in part.patterns]


def _words(parts: Mapping[str, object]) -> str:
    """What a line says differently: ``epoch 4``, ``layer4``."""
    return ", ".join(
        " ".join(value) if isinstance(value, list) else f"epoch {value}" if name == "epoch" else str(value)
        for name, value in parts.items()
    )
