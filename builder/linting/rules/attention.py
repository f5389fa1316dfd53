"""Attention that has nothing to choose from."""

from collections.abc import Iterator

from builder.linting.view import View
from builder.problem import Fix, Problem

_CHOOSE = (
    "self_attention",
    "multi_head_attention",
    "transformer_encoder_layer",
    "transformer_encoder",
    "attention_pool",
)


def single_token(view: View) -> Iterator[Problem]:
    """A sequence of one: every weight is 1, and queries and keys learn nothing."""
    for node in view.nodes:
        wire = view.wire(node.id, "context") or view.wire(node.id)
        spec = view.spec(wire)
        if node.block not in _CHOOSE or wire is None or spec is None or spec.rank != 3 or spec.shape[1] != 1:
            continue
        yield Problem(
            code="single_token",
            severity="warning",
            node=node.id,
            port=wire.input,
            said=f"{view.title(node.id)} gets one vector for each sample, so that all its attention goes to that one: "
            "the weights are always 1, and queries and keys never learn.",
            expected="several vectors for each sample, B × T × C",
            got=spec.text,
            next="Feed the places of a feature map or the tokens of a text; or use a Linear layer, which does "
            "the same.",
            fixes=tuple(_wider(view, node.id)),
        )


def _wider(view: View, node: str) -> Iterator[Fix]:
    """Take a map of the node that the single vector comes from, as tokens."""
    from builder.checking import output_names
    from builder.documents.editing import fresh_id

    line = list(view.line(node))
    if not line:
        return
    first = next((one for one in line if not view.quiet(one)), line[-1])
    for name in output_names(view.plan.block(first), view.document.node(first)):
        spec = view.plan.specs.get((first, name))
        if spec and spec.rank == 4:
            wire = view.wire(node)
            assert wire is not None
            tokens = fresh_id(view.document, "map_to_tokens")
            yield Fix(
                title=f"Attend over the places of {name} of {view.title(first)} ({spec.text})",
                changes=(
                    {"do": "disconnect", "source": f"{wire.source}.{wire.output}", "target": f"{node}.x"},
                    {"do": "add", "block": "map_to_tokens", "id": tokens},
                    {"do": "connect", "source": f"{first}.{name}", "target": f"{tokens}.x"},
                    {"do": "connect", "source": f"{tokens}.y", "target": f"{node}.x"},
                    *({"do": "bypass", "node": one} for one in line[: line.index(first)]),
                ),
            )
