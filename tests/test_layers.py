"""Layers: what they accept is what PyTorch accepts."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from blocks.bases.torch_layer import TorchLayer
from builder.problem import Refused
from builder.recipe import New
from builder.registry import default_registry
from tests.sites import place, spec, tensor

Case = tuple[dict[str, Any], tuple[int, ...]]


def grid(size: range, **settings: Any) -> Iterator[Case]:
    """Every combination of settings on inputs of two channels and so many positions."""
    for positions, *chosen in product(size, *settings.values()):
        yield dict(zip(settings, chosen, strict=True)), (2, 4, positions)


GRIDS: dict[str, list[Case]] = {
    "conv1d": [
        *grid(range(6), kernel_size=(1, 2, 3), padding=(0, 1, 2), dilation=(1, 2), stride=(1, 3)),
        *grid(range(1, 4), padding=(0, 1, 2, 3, 4), padding_mode=("reflect", "replicate", "circular")),
        *grid(range(4, 5), groups=(1, 2, 3, 4, 5), out_channels=(1, 2, 6)),
    ],
    "conv_transpose1d": [
        *grid(range(4), kernel_size=(1, 2, 3), stride=(1, 2), padding=(0, 1, 2), output_padding=(0, 1, 2)),
        *grid(range(1, 3), dilation=(1, 2, 3), output_padding=(0, 1, 2, 3)),
        *grid(range(4, 5), groups=(1, 2, 3, 4), out_channels=(2, 6)),
    ],
    "max_pool1d": list(
        grid(
            range(6),
            kernel_size=(1, 2, 3),
            stride=(None, 1, 3),
            padding=(0, 1, 2),
            dilation=(1, 2),
            ceil_mode=(False, True),
        )
    ),
    "avg_pool1d": list(
        grid(range(6), kernel_size=(1, 2, 3), stride=(None, 1, 3), padding=(0, 1, 2), ceil_mode=(False, True))
    ),
    "lp_pool1d": list(grid(range(6), kernel_size=(1, 2, 3), stride=(None, 1, 3), ceil_mode=(False, True))),
    "adaptive_avg_pool1d": list(grid(range(4), output_size=(1, 3, 5))),
    "adaptive_max_pool1d": list(grid(range(4), output_size=(1, 3, 5))),
    "reflection_pad1d": list(grid(range(1, 5), padding=((0, 0), (1, 2), (3, 0), (4, 4)))),
    "circular_pad1d": list(grid(range(1, 5), padding=((0, 0), (1, 2), (3, 0), (5, 5)))),
    "replication_pad1d": list(grid(range(1, 3), padding=((0, 0), (1, 2), (9, 0)))),
    "upsample": list(grid(range(1, 5), scale_factor=(0.2, 0.3, 0.5, 1.0, 2.5), mode=("nearest", "linear"))),
    "group_norm": [({"num_groups": groups}, (2, width, 3)) for groups in range(1, 8) for width in (4, 6, 7)],
    "glu": [
        ({"dim": dim}, (2, first, last)) for dim in (1, -1, 2, 3, -4) for first in (3, 4) for last in (3, 4)
    ],
    "unflatten": [
        ({"unflattened_size": sizes, "dim": dim}, (2, 12))
        for dim in (1, -1, 2)
        for sizes in ((3, 4), (2, 2, 3), (-1, 4), (-1, 5), (5, 2), (-1, -1), (12,), (-1,))
    ],
    "pixel_shuffle": [
        ({"upscale_factor": factor}, (1, width, 2, 2)) for factor in (1, 2, 3) for width in (4, 9, 12)
    ],
    "pixel_unshuffle": [
        ({"downscale_factor": factor}, (1, 2, high, wide))
        for factor in (1, 2, 3)
        for high in (4, 6)
        for wide in (6, 9)
    ],
    "unfold": [
        ({"kernel_size": kernel, "padding": padding, "dilation": dilation}, (1, 2, size, 4))
        for kernel, padding, dilation, size in product((1, 2, 3), (0, 1), (1, 2), (1, 2, 3))
    ],
    "fold": [
        (
            {"output_size": size, "kernel_size": (2, 1), "stride": stride, "padding": padding},
            (1, width, columns),
        )
        for size, stride, padding, width, columns in product(
            (2, 3, (3, 4)), (1, 2), (0, 1), (4, 5), (2, 4, 6, 8, 12)
        )
    ],
    "softmax": [({"dim": dim}, (2, 3, 4)) for dim in (1, 2, -1, -2, 3, -4)],
}
"""Settings on both sides of the line between what fits and what does not."""

INFERRED = {"conv1d": "in_channels", "conv_transpose1d": "in_channels", "group_norm": "num_channels"}


def accepted_by_pytorch(block: TorchLayer, params: dict[str, Any], shape: tuple[int, ...]) -> bool:
    """Whether the class itself, built with these settings, computes something from real numbers of this shape."""
    width = {INFERRED[key]: shape[1] for key in INFERRED if type(block) is type(LAYERS[key])}
    kwargs = {name: value for name, value in params.items() if value is not None}
    needed = {name: block.params[name].default for name in block.written if name not in kwargs}
    size = {
        name: value[0] if isinstance(value, tuple) and len(value) == 1 else value
        for name, value in needed.items()
    }
    recipe = New(block.builds, (), size | kwargs | width)
    try:
        from builder.writing.build import build

        return bool(build(recipe).eval()(tensor(spec(*shape))).numel() and 0 not in shape)
    except (RuntimeError, ValueError, IndexError):
        return False


LAYERS = {name: default_registry().get(name) for name in GRIDS}


@pytest.mark.parametrize("name", GRIDS)
@pytest.mark.filterwarnings("ignore:Using padding:UserWarning")
def test_a_layer_accepts_what_pytorch_accepts(name: str) -> None:
    """The batch is not to be touched, which is stricter than PyTorch and the same in every case here."""
    block = LAYERS[name]
    assert isinstance(block, TorchLayer)
    wrong = []
    verdicts = set()
    for params, shape in GRIDS[name]:
        try:
            block.declare(place(name, params=params, x=spec("B", *shape[1:])))
            ours = True
        except Refused:
            ours = False
        theirs = accepted_by_pytorch(block, params, shape)
        verdicts.add(theirs)
        if ours != theirs:
            wrong.append((params, shape, f"ours {ours}, PyTorch {theirs}"))
    assert wrong == []
    assert verdicts == {True, False} or name in ("replication_pad1d",), "the cases lie on both sides"
