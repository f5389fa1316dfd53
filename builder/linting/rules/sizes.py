"""Layers that hold far more than what they are for."""

from collections.abc import Iterator

from builder.linting.view import View
from builder.problem import Fix, Problem

HUGE = 20_000_000
"""A linear layer behind a flattened map with more numbers than this is named."""


def huge_flatten(view: View) -> Iterator[Problem]:
    """A map laid out into one long row, and a linear layer over all of it."""
    for node in view.nodes:
        wire = view.wire(node.id)
        if wire is None or node.block not in ("linear", "linear_head", "mlp_head"):
            continue
        before = view.wire(wire.source)
        spec, size = view.spec(before), view.plan.nodes[node.id].size.parameters
        if view.block(wire.source) != "flatten" or spec is None or spec.rank != 4 or size < HUGE:
            continue
        yield Problem(
            code="huge_flatten",
            severity="warning",
            node=node.id,
            port="x",
            said=f"{view.title(wire.source)} lays {spec.text} out as one row, and {view.title(node.id)} learns a "
            "number for "
            f"each place of it and each output: {size:,} parameters, which a small data set cannot fill.",
            expected="pooled features",
            got=f"{size:,} parameters",
            next="Pool each channel to one number first; the place in the picture rarely matters for its class.",
            fixes=(
                Fix(
                    title="Pool instead of flattening",
                    changes=({"do": "swap", "node": wire.source, "block": "global_average_pool"},),
                ),
            ),
        )
