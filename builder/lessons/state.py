"""What a check may look at: the plan of what is on the canvas, and the learner's runs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from builder.documents.document import Document, Node
    from builder.planning.planned import Plan
    from builder.problem import Problem

_LOOKS = ("position", "label")


@dataclass(frozen=True)
class Trial:
    """A training run that finished: what was trained, its figures, and whether it was tried since."""

    document: "Document"
    figures: Mapping[str, Any]
    tried: bool = False


@dataclass(frozen=True)
class State:
    """A plan and the runs of one person, the newest first."""

    plan: "Plan"
    trials: tuple[Trial, ...] = ()

    @property
    def document(self) -> "Document":
        return self.plan.document

    @cached_property
    def problems(self) -> tuple["Problem", ...]:
        """What is wrong, and what runs and is wrong all the same."""
        from builder.linting import lint

        return (*self.plan.problems, *lint(self.plan))

    def nodes(self, name: str) -> tuple["Node", ...]:
        """The node of this id; where there is none, the nodes of the block of this id."""
        exact = tuple(node for node in self.document.nodes if node.id == name)
        return exact or tuple(node for node in self.document.nodes if node.block == name)

    @cached_property
    def own(self) -> tuple[Trial, ...]:
        """The runs of the very network that is on the canvas, wherever its nodes stand and whatever they are called."""
        here = network(self.document)
        return tuple(trial for trial in self.trials if network(trial.document) == here)

    def figures(self, output: str) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
        """The held-out figures of an output and its baselines, in each run of this network."""
        for trial in self.own:
            test = trial.figures.get("test", {}).get(output)
            if test is not None:
                yield test, trial.figures.get("baseline", {}).get(output, {})


def network(document: "Document") -> Any:
    """What of a document decides what is computed: nodes without place and label, and the wires in their order."""
    data = document.model_dump(mode="json")
    nodes = [{key: node[key] for key in node if key not in _LOOKS} for node in data["nodes"]]
    return sorted(nodes, key=lambda node: str(node["id"])), data["edges"], data["seed"]
