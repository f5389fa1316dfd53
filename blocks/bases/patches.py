"""The shared part of Fold and Unfold: the windows of a map laid out as columns, and back."""

from blocks.bases.window import per_axis
from builder.block import Site
from builder.param import Integers, Param


def patch_params() -> dict[str, Param]:
    """The windows, in torch's order."""
    return {
        "kernel_size": Integers(
            sentence="Size of the windows.", default=(3,), length=2, minimum=1, maximum=1024
        ),
        "dilation": Integers(
            sentence="Distance between the positions of a window.",
            default=(1,),
            length=2,
            minimum=1,
            maximum=1024,
        ),
        "padding": Integers(sentence="Zeros around the map.", default=(0,), length=2, maximum=1024),
        "stride": Integers(
            sentence="Steps between two windows.", default=(1,), length=2, minimum=1, maximum=1024
        ),
    }


def windows(site: Site, sizes: tuple[int, int]) -> int:
    """How many windows there are on a map of this size."""
    counts = []
    for axis, size in enumerate(sizes):
        kernel, dilation, padding, stride = (
            per_axis(site.params[name], 2)[axis] for name in ("kernel_size", "dilation", "padding", "stride")
        )
        counts.append((size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1)
    return max(counts[0], 0) * max(counts[1], 0)
