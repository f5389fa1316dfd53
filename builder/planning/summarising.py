"""The summary of a document: our table of nodes, and torchinfo's table of the modules inside."""

from dataclasses import dataclass

from builder.documents.document import Document
from builder.planning.analysis import results
from builder.planning.planned import Plan
from builder.planning.planning import plan
from builder.problem import DocumentError
from builder.registry import Registry
from builder.sizes import Symbolic
from builder.writing.compile import module_of

EXAMPLE = {"B": 2, "T": 16, "N": 34, "E": 156}
"""Sizes that torchinfo's run uses where a size follows the batch, the tokens or the graph."""


@dataclass(frozen=True)
class Row:
    """One node: its id, block, what leaves it, and its parameters."""

    node: str
    block: str
    shape: str
    parameters: int
    trainable: int
    frozen_tensors: int
    tensors: int


@dataclass(frozen=True)
class Summary:
    """Rows of a document in order of computation, and torchinfo's text."""

    rows: tuple[Row, ...]
    results: dict[str, str]
    modules: str

    def __str__(self) -> str:
        head = f"{'node':20} {'block':18} {'shape':28} {'parameters':>14} {'trainable':>14} {'frozen tensors':>15}"
        lines = [head, "-" * len(head)]
        lines += [
            f"{row.node:20} {row.block:18} {row.shape:28} {row.parameters:>14,} {row.trainable:>14,} "
            f"{f'{row.frozen_tensors}/{row.tensors}':>15}"
            for row in self.rows
        ]
        parameters = sum(row.parameters for row in self.rows)
        trainable = sum(row.trainable for row in self.rows)
        lines += ["-" * len(head), f"{'total':68} {parameters:>14,} {trainable:>14,}"]
        lines += [f"output {node}: {shape}" for node, shape in self.results.items()]
        return "\n".join([*lines, "", self.modules])


def summary(document: Document, registry: Registry | None = None) -> Summary:
    """Summarise a document; torchinfo runs on a module of its own, so nothing that you hold changes.

    Raises:
        DocumentError: the document has problems.
    """
    planned = plan(document, registry)
    errors = tuple(problem for problem in planned.problems if problem.severity == "error")
    if errors:
        raise DocumentError(errors)
    rows = tuple(_row(planned, node) for node in planned.present)
    return Summary(rows, results(planned), torchinfo_table(planned))


def torchinfo_table(planned: Plan) -> str:
    """torchinfo's table, run on a fresh module in evaluation mode.

    torchinfo ends by putting every layer back to training, which would wake frozen statistics: hence a module of
    its own, and hence no shape of ours is ever taken from it.
    """
    import torch
    import torchinfo

    inputs = []
    for argument in planned.arguments:
        spec = planned.specs[argument.node, argument.port]
        shape = [size.at(EXAMPLE) if isinstance(size, Symbolic) else size for size in spec.shape]
        make = torch.ones if spec.kind == "mask" else torch.zeros
        inputs.append(make(shape, dtype=getattr(torch, spec.dtype)))
    table = torchinfo.summary(
        module_of(planned),
        input_data=inputs,
        depth=3,
        verbose=0,
        mode="eval",
        col_names=("output_size", "num_params"),
    )
    return str(table)


def _row(planned: Plan, node: str) -> Row:
    known = planned.nodes[node]
    shapes = [spec.text for (owner, _), spec in planned.specs.items() if owner == node]
    return Row(
        node=node,
        block=planned.document.node(node).block,
        shape=shapes[0] if shapes else results(planned).get(node, ""),
        parameters=known.size.parameters,
        trainable=known.size.trainable,
        frozen_tensors=known.size.frozen_tensors,
        tensors=known.size.tensors,
    )
