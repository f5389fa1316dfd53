"""Element by element: how shapes combine where axes of size 1 are stretched, and when that is a mistake."""

from collections.abc import Sequence

from blocks.bases.contract import FLOATING
from builder.problem import refuse
from builder.sizes import Shape, Size, shape_text
from builder.spec import Spec


def combined(specs: Sequence[Spec], port: str) -> Shape:
    """The shape that these inputs have together, element by element.

    Raises:
        Refused: the shapes do not fit, or only by stretching every input into something none of them was.
    """
    got = " and ".join(spec.text for spec in specs)
    rank = max(spec.rank for spec in specs)
    aligned: list[Shape] = [(1,) * (rank - spec.rank) + spec.shape for spec in specs]
    shape = tuple(_common([row[axis] for row in aligned], axis, port, got) for axis in range(rank))
    if all(spec.shape != shape for spec in specs):
        raise refuse(
            "broadcast",
            "These shapes do not agree, and PyTorch would silently stretch all of them to fit: "
            f"the result would be {shape_text(shape)}, which is the shape of none of them.",
            port=port,
            expected="inputs of one shape",
            got=got,
            next="Bring the inputs to one shape first, with a Linear layer, a pooling or an unsqueeze.",
        )
    return shape


def _common(sizes: list[Size], axis: int, port: str, got: str) -> Size:
    real = sorted({size for size in sizes if size != 1}, key=str)
    if len(real) <= 1:
        return real[0] if real else 1
    raise refuse(
        "add",
        f"Element by element needs the same size along each axis, and axis {axis} is "
        f"{' and '.join(str(size) for size in sizes)}.",
        port=port,
        expected="the same shape, or 1 along an axis that is to be stretched",
        got=got,
        next="Bring them to one shape: a Linear layer or a 1x1 convolution for the channels, a pooling or "
        "an upsample "
        "for height and width; or use Concat, which puts them beside each other.",
    )


def same_numbers(specs: Sequence[Spec], port: str) -> None:
    """Refuse to mix real numbers with ids or masks."""
    kinds = {spec.dtype in FLOATING for spec in specs}
    if len(kinds) == 1:
        return
    raise refuse(
        "dtype",
        "Some of these inputs hold real numbers and others whole numbers such as ids.",
        port=port,
        expected="real numbers (float32) everywhere",
        got=" and ".join(f"{spec.text} {spec.dtype}" for spec in specs),
        next="Ids go through an Embedding first, so that they become vectors.",
    )
