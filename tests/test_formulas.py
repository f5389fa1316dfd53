"""Formulas against PyTorch: over many parameters, each axis comes out as the real module gives it."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from builder.block import Block
from builder.problem import Refused
from builder.registry import default_registry
from builder.weightless.running import shapes, twin
from tests.sites import declared, place, spec, usual

MAP = spec("B", 16, 9, 12, kind="map")
LINE = spec("B", 16, 15)
STEPS = spec("B", 16, "T")
CUBE = spec("B", 8, 6, 7, 8)
ROW = spec("B", 16, kind="vector")
TOKENS = spec("B", "T", 16, kind="tokens")
FIXED = spec("B", 12, 16, kind="tokens")
NODES = spec("N", 16, kind="nodes")


def each(**choices: tuple[Any, ...]) -> list[dict[str, Any]]:
    """All combinations of parameters."""
    return [dict(zip(choices, row, strict=True)) for row in product(*choices.values())]


SLIDING = each(kernel_size=((1,), (3,), (2,)), stride=((1,), (2,), (3,)), padding=((0,), (1,)))
BACK = each(kernel_size=((2,), (4,)), stride=((2,), (3,)), padding=((0,), (1,)), output_padding=((0,), (1,)))
FAR = each(kernel_size=((3,),), stride=((1,), (2,)), padding=((2,),), dilation=((2,), (3,)))

SWEEPS: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "conv1d": ([*SLIDING, *FAR], [{"x": LINE}, {"x": spec("B", 16, 11)}]),
    "conv2d": ([*SLIDING, *FAR, {"kernel_size": (1, 3), "stride": (2, 1), "out_channels": 5}], [{"x": MAP}]),
    "conv3d": (SLIDING[:9], [{"x": CUBE}]),
    "conv_transpose1d": (BACK, [{"x": LINE}]),
    "conv_transpose2d": ([*BACK, {"kernel_size": (2, 3), "dilation": (2,)}], [{"x": MAP}]),
    "conv_transpose3d": (BACK[:4], [{"x": CUBE}]),
    **{
        f"{kind}_pool{axes}d": (
            [*each(kernel_size=((2,), (3,)), stride=(None, (1,), (2,)), ceil_mode=(False, True)), *extra],
            [{"x": (LINE, MAP, CUBE)[axes - 1]}],
        )
        for kind, extra in (
            ("max", each(kernel_size=((3,),), padding=((1,),), dilation=((1,), (2,)))),
            ("avg", each(kernel_size=((3,),), stride=((2,),), padding=((1,),), ceil_mode=(False, True))),
            ("lp", []),
        )
        for axes in (1, 2, 3)
    },
    **{
        f"adaptive_{kind}_pool{axes}d": (each(output_size=((1,), (2,), (4,))), [{"x": arrived}])
        for kind in ("avg", "max")
        for axes, arrived in ((1, LINE), (2, MAP), (3, CUBE))
    },
    **{
        f"{kind}_pad{axes}d": (
            [{"padding": (1,)}, {"padding": tuple(range(2 * axes))}],
            [{"x": (spec("B", 16, 15), MAP, CUBE)[axes - 1]}],
        )
        for kind in ("zero", "constant", "reflection", "replication", "circular")
        for axes in (1, 2, 3)
    },
    "linear": (each(out_features=(1, 10)), [{"x": ROW}, {"x": TOKENS}, {"x": MAP}]),
    "bilinear": (each(out_features=(3,)), [{"a": ROW, "b": ROW}]),
    "embedding": (each(embedding_dim=(4, 32)), [{"x": usual("ids")}, {"x": usual("condition")}]),
    "embedding_bag": (each(embedding_dim=(4,)), [{"x": usual("ids")}]),
    "residual_block": (each(out_channels=(None, 4), stride=(1, 2)), [{"x": MAP}]),
    "flatten": (
        each(start_dim=(1, 2), end_dim=(-1, 2)),
        [{"x": MAP}, {"x": FIXED}, {"x": spec("B", 3, 4, 5, 6)}],
    ),
    "reshape": ([{"shape": (-1,)}, {"shape": (4, -1)}, {"shape": (-1, 6, 2)}], [{"x": MAP}]),
    "unflatten": ([{"unflattened_size": (-1, 4)}, {"unflattened_size": (2, 8)}], [{"x": ROW}, {"x": MAP}]),
    "permute": ([{"dims": (0, 2, 1)}], [{"x": TOKENS}, {"x": FIXED}]),
    "transpose": ([{"dim0": 1, "dim1": 2}, {"dim0": 1, "dim1": -1}], [{"x": TOKENS}, {"x": MAP}]),
    "upsample": (
        [*each(scale_factor=(2.0, 0.5, 1.5, 3.3)), {"size": (5,)}, {"size": (5, 6), "mode": "bilinear"}],
        [{"x": MAP}],
    ),
    "map_to_tokens": ([{}], [{"x": MAP}]),
    "tokens_to_map": ([{"height": 3, "width": 4}], [{"x": FIXED}]),
    "squeeze": ([{"dim": 1}, {"dim": -2}], [{"x": spec("B", 1, 4)}]),
    "unsqueeze": ([{"dim": 1}, {"dim": -1}], [{"x": ROW}, {"x": TOKENS}]),
    "select": (each(dim=(1, -1), index=(0, -1)), [{"x": FIXED}, {"x": MAP}]),
    "slice": (each(dim=(1, -1), start=(0, 2), length=(None, 3)), [{"x": FIXED}, {"x": TOKENS}]),
    "crop": ([{"height": 4, "width": 5}], [{"x": MAP}]),
    "pixel_shuffle": (each(upscale_factor=(2, 4)), [{"x": MAP}]),
    "pixel_unshuffle": (each(downscale_factor=(3,)), [{"x": MAP}]),
    "unfold": (each(kernel_size=((2,), (3,)), stride=((1,), (2,)), padding=((0,), (1,))), [{"x": MAP}]),
    "fold": ([{"kernel_size": (2,), "stride": (2,), "output_size": (4, 6)}], [{"x": spec("B", 16, 6)}]),
    "concat": (
        each(dim=(1, -1)),
        [{"xs": (ROW, ROW, ROW)}, {"xs": (MAP, MAP)}, {"xs": (TOKENS, TOKENS)}],
    ),
    "stack": (each(dim=(1, -1)), [{"xs": (ROW, ROW)}, {"xs": (MAP, MAP, MAP)}]),
    "matrix_product": ([{"transpose_b": True}], [{"a": TOKENS, "b": TOKENS}]),
    "multi_head_attention": (
        each(num_heads=(4,), add_bias_kv=(False, True), add_zero_attn=(False, True)),
        [{"x": FIXED}, {"x": FIXED, "context": spec("B", 5, 16)}],
    ),
    "self_attention": (each(width=(8, 32)), [{"x": TOKENS}]),
    **{
        name: (each(hidden_size=(8,), bidirectional=(False, True)), [{"x": TOKENS}])
        for name in ("lstm", "gru", "rnn")
    },
    "gat_conv": (
        each(heads=(1, 3), together=("concatenate", "average")),
        [{"nodes": NODES, "edges": usual("edges")}],
    ),
    "glu": (each(dim=(1, -1)), [{"x": ROW}, {"x": MAP}]),
    "conv_head": ([{"kernel_size": 3}], [{"x": MAP}]),
}
USUAL = ([{}], [{"x": one} for one in (MAP, ROW, TOKENS, LINE, CUBE)])


def cases() -> Iterator[tuple[str, list[tuple[dict[str, Any], dict[str, Any]]]]]:
    for name, entry in default_registry().entries.items():
        block = default_registry().get(name)
        if block.role != "layer" or entry.category == "backbones":
            continue
        sweep, arrivals = SWEEPS.get(name) or _arrivals(block)
        yield name, list(product(sweep, arrivals))


def _arrivals(block: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What usually arrives at a block without a sweep of its own; for a lone x, anything that it takes."""
    if [name for name, port in block.inputs.items() if not port.optional] == ["x"]:
        return USUAL
    given: dict[str, Any] = {}
    for name, port in block.inputs.items():
        if not port.optional:
            given[name] = (usual(port.kind),) * 2 if port.many else usual(port.kind)
    return [{}], [given]


TABLE = dict(cases())


@pytest.mark.parametrize("name", TABLE)
def test_formulas_give_what_pytorch_gives(name: str) -> None:
    block = default_registry().get(name)
    held = 0
    for params, arrived in TABLE[name]:
        for port in block.outputs:
            site = place(name, wanted=(port,), params=params, **arrived)
            try:
                recipe = declared(name, site)
                found = shapes(recipe, block, site, twin(recipe))[port].shape
            except Refused:
                continue
            except RuntimeError:
                continue  # PyTorch refuses these parameters
            terms = block.formula(site, port)
            assert tuple(term.size for term in terms) in (found, ()), (params, arrived, port)
            assert all(term.text for term in terms)
            held += bool(terms)
    assert held or name not in SWEEPS


def test_hardly_a_block_has_none() -> None:
    registry = default_registry()
    base = Block.formula
    without = [name for name in TABLE if type(registry.get(name)).formula is base]
    assert len(without) <= len(TABLE) // 10, without


def test_a_convolution_shows_its_numbers() -> None:
    site = place(
        "conv2d", params={"kernel_size": (3,), "stride": (2,), "padding": (1,)}, x=spec("B", 64, 56, 56)
    )
    terms = default_registry().get("conv2d").formula(site, "y")
    assert [term.text for term in terms] == [
        "stays as it arrives: B",
        "one for each filter: out_channels = 64",
        "(56 + 2·1 − 1·(3 − 1) − 1) / 2 + 1 = 28 rounded down",
        "(56 + 2·1 − 1·(3 − 1) − 1) / 2 + 1 = 28 rounded down",
    ]
