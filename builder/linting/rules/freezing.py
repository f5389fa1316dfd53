"""Freezing that freezes too much, or less than it seems to."""

from collections.abc import Iterator

from builder.documents.document import FreezeMatching
from builder.linting.view import View
from builder.problem import Fix, Problem


def all_frozen(view: View) -> Iterator[Problem]:
    """A network with losses in which nothing can learn."""
    size = view.plan.size
    if not view.plan.sound or not size.parameters or size.trainable:
        return
    if any(view.category(node.id) == "estimators" for node in view.nodes):
        return
    if not any(view.params(node.id).get("loss", "none") != "none" for node in view.outputs):
        return
    frozen = [node for node in view.nodes if node.freeze and node.id in view.plan.live]
    for node in frozen[-1:]:
        yield Problem(
            code="nothing_trainable",
            severity="warning",
            node=node.id,
            param="freeze",
            said=f"All {size.parameters:,} parameters are frozen, so there is nothing that training could change.",
            expected="something that learns",
            got="0 trainable parameters",
            next=f"Let {view.title(node.id)} learn, or put a head that is not frozen behind it.",
            fixes=(
                Fix(title=f"Let {view.title(node.id)} learn", changes=({"do": "unfreeze", "node": node.id},)),
            ),
        )


def statistics_move(view: View) -> Iterator[Problem]:
    """Layers frozen by pattern whose normalisation was forgotten: its statistics go on moving."""
    for node in view.nodes:
        moving = view.plan.nodes[node.id].moving
        if not moving or not isinstance(node.freeze, FreezeMatching):
            continue
        patterns = [*node.freeze.patterns, *sorted({f"*.{path.rpartition('.')[2]}" for path in moving})]
        yield Problem(
            code="statistics_move",
            severity="warning",
            node=node.id,
            param="freeze",
            said=f"The layers around them are frozen, and {len(moving)} normalisation layers of "
            f"{view.title(node.id)} are "
            f"not ({', '.join(moving[:3])}{', …' if len(moving) > 3 else ''}): in training their statistics follow "
            "the new data, and the frozen features change without a single gradient.",
            expected="normalisation frozen with the layers around it",
            got=", ".join(node.freeze.patterns),
            next="Freeze the normalisation as well.",
            fixes=(
                Fix(
                    title="Freeze these normalisation layers as well",
                    changes=({"do": "freeze", "node": node.id, "matching": _short(patterns, moving)},),
                ),
            ),
        )


def _short(patterns: list[str], moving: tuple[str, ...]) -> list[str]:
    """Patterns by name; the paths themselves where a name is only a number, as in a row of layers."""
    named = [pattern for pattern in patterns if not pattern.rpartition(".")[2].isdigit()]
    return [*named, *[path for path in moving if path.rpartition(".")[2].isdigit()]][:64]
