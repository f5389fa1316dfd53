"""Ids and the tables that they are looked up in."""

from collections.abc import Iterator

from builder.block import InputBlock
from builder.linting.view import View
from builder.problem import Fix, Problem

_TABLES = ("embedding", "embedding_bag")


def table_too_small(view: View) -> Iterator[Problem]:
    """An embedding with fewer rows than there are different ids: the first id beyond them stops a run."""
    for node in view.nodes:
        wire = view.wire(node.id)
        if node.block not in _TABLES or wire is None:
            continue
        most, rows = _most(view, node.id), view.params(node.id)["num_embeddings"]
        if most is None or rows >= most:
            continue
        change = {"do": "set_param", "node": node.id, "param": "num_embeddings", "value": most}
        yield Problem(
            code="range",
            severity="warning",
            node=node.id,
            port="x",
            param="num_embeddings",
            said=f"{view.title(node.id)} has the rows 0 to {rows - 1:,}, and {view.title(wire.source)} gives ids up "
            f"to {most - 1:,}: the first one beyond the table stops the run.",
            expected=f"{most:,} rows or more",
            got=f"{rows:,} rows",
            next=f"Set num_embeddings to {most}.",
            fixes=(Fix(title=f"Set num_embeddings to {most:,}", changes=(change,)),),
        )


def _most(view: View, node: str) -> int | None:
    """How many different ids arrive at a table, where the input that they come from knows."""
    wire = view.wire(node)
    while wire and view.quiet(wire.source):
        wire = view.wire(wire.source)
    block = view.plan.block(wire.source) if wire else None
    if wire is None or not isinstance(block, InputBlock):
        return None
    return block.most(view.params(wire.source)).get(wire.output)
