"""Matrix product: rows of one input against columns of another."""

from typing import final

from blocks.bases.contract import floating
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, Term, kept
from builder.param import Boolean
from builder.problem import refuse
from builder.recipe import Recipe


@final
class MatrixProduct(Block):
    """Multiply two inputs as matrices, sample by sample: B × T × C by B × C × S becomes B × T × S."""

    title = "Matrix product"
    keywords = ("matmul", "bmm", "dot product", "similarity", "scores")
    inputs = {"a": Input("any", "B × T × C"), "b": Input("any", "B × C × S, or B × S × C with transpose_b")}
    outputs = {"y": Output("any", "B × T × S")}
    params = {"transpose_b": Boolean(sentence="Swap the last two axes of b first.", default=False)}

    def declare(self, site: Site) -> Recipe:
        for port in ("a", "b"):
            floating(site, port)
            if site.spec(port).rank < 3:
                site.spec(port).need(port, "B × T × C", "B × H × T × C")
        first, second = site.spec("a"), site.spec("b")
        swap = site.params["transpose_b"]
        inner = second.shape[-1 if swap else -2]
        if first.shape[:-2] != second.shape[:-2] or first.shape[-1] != inner:
            raise refuse(
                "matrix",
                f"The last axis of a, {first.shape[-1]}, has to meet an axis of b of the same size, and the "
                "axes in "
                "front have to agree.",
                port="b",
                expected=" × ".join(
                    str(size) for size in (*first.shape[:-2], *_matrix(first.shape[-1], swap))
                ),
                got=second.text,
                next="Swap the last two axes of b with transpose_b, or bring both to one width with a "
                "Linear layer.",
            )
        return Recipe(call="{a} @ {b}.transpose(-2, -1)" if swap else "{a} @ {b}")

    def formula(self, site: Site, port: str) -> Formula:
        first, second = site.spec("a"), site.spec("b")
        columns = second.shape[-2 if site.params["transpose_b"] else -1]
        return (*map(kept, first.shape[:-1]), Term(columns, f"the columns of b: {columns}"))


def _matrix(inner: object, swap: bool) -> tuple[object, object]:
    return ("S", inner) if swap else (inner, "S")
