"""Layers: what they accept is what PyTorch accepts, what they refuse is said in words, and what they build is short."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
import torch

from blocks.bases.torch_layer import TorchLayer
from builder.block import Block
from builder.problem import Problem, Refused
from builder.recipe import New
from builder.registry import default_registry
from tests.sites import declared, place, run, spec, tensor, values

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
        from builder.build import build

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


# What is refused, and how


REFUSALS: dict[str, tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "a pooled vector into a convolution": (
        "conv2d", {}, {"x": spec("B", 2048)},
        {"code": "rank", "port": "x", "expected": "B × C × H × W", "got": "B × 2048", "next": "tap the backbone"},
    ),
    "one image without a batch": (
        "conv2d", {}, {"x": spec(3, 8, 8)}, {"code": "rank", "port": "x", "got": "3 × 8 × 8"},
    ),
    "channels set by hand": (
        "batch_norm2d", {"num_features": 1024}, {"x": spec("B", 512, 7, 7)},
        {"code": "channels", "port": "x", "param": "num_features", "expected": "B × 1024 × 7 × 7", "next": "to 512"},
    ),
    "features set by hand": (
        "linear", {"in_features": 25088}, {"x": spec("B", 512)},
        {"code": "features", "port": "x", "param": "in_features", "expected": "B × 25088", "next": "to 512"},
    ),
    "a width that follows the tokens": (
        "linear", {}, {"x": spec("B", "T")}, {"code": "symbolic_size", "port": "x", "said": "axis -1"},
    ),
    "token ids into a linear layer": (
        "linear", {}, {"x": spec("B", 8, dtype="int64")}, {"code": "dtype", "port": "x", "next": "Embedding"},
    ),
    "features into an embedding": (
        "embedding", {}, {"x": spec("B", 8)}, {"code": "dtype", "port": "x", "next": "Linear"},
    ),
    "a window larger than the map": (
        "max_pool2d", {"kernel_size": (3,)}, {"x": spec("B", 8, 2, 7)},
        {"code": "kernel", "param": "kernel_size", "said": "3 positions along H", "expected": "H of at least 3"},
    ),
    "a map with nothing left": (
        "conv2d", {}, {"x": spec("B", 8, 0, 7)}, {"code": "spatial_size", "port": "x", "said": "along H"},
    ),
    "a transposed convolution cut away": (
        "conv_transpose2d", {"padding": (2,)}, {"x": spec("B", 8, 1, 1)},
        {"code": "spatial_size", "param": "padding", "said": "would be -1"},
    ),
    "groups that do not divide": (
        "conv2d", {"groups": 3}, {"x": spec("B", 8, 4, 4)},
        {"code": "groups", "param": "groups", "expected": "1, 2, 4, 8", "got": "3"},
    ),
    "heads that do not divide": (
        "multi_head_attention", {"num_heads": 10}, {"x": spec("B", "T", 384)},
        {"code": "groups", "param": "num_heads", "said": "384 features"},
    ),
    "maps of two sizes side by side": (
        "concat", {}, {"xs": (spec("B", 8, 7, 7), spec("B", 16, 14, 14))},
        {"code": "concat", "port": "xs", "said": "axis 2 is 7 and 14", "next": "resize"},
    ),
    "a map beside a vector": (
        "concat", {}, {"xs": (spec("B", 8, 7, 7), spec("B", 10))},
        {"code": "concat", "got": "B × 8 × 7 × 7 and B × 10", "next": "pool or flatten"},
    ),
    "the axis that would fit": (
        "concat", {}, {"xs": (spec("B", 4, 8), spec("B", 4, 9))}, {"code": "concat", "next": "Set dim to 2"},
    ),
    "ids beside features": (
        "concat", {}, {"xs": (spec("B", 8), spec("B", 8, dtype="int64"))}, {"code": "dtype", "next": "Embedding"},
    ),
    "joining the samples of a batch": (
        "concat", {"dim": 0}, {"xs": (spec("B", 8), spec("B", 8))}, {"code": "batch_axis", "param": "dim"},
    ),
    "adding two widths": (
        "add", {}, {"xs": (spec("B", 256), spec("B", 512))}, {"code": "add", "said": "axis 1 is 256 and 512"},
    ),
    "adding a fixed size to the batch": (
        "add", {}, {"xs": (spec("B", 8), spec(4, 8))}, {"code": "add", "said": "axis 0 is B and 4"},
    ),
    "an addition that mixes the samples": (
        "add", {}, {"xs": (spec("B", 5), spec("B", 1, 5))},
        {"code": "broadcast", "said": "B × B × 5", "got": "B × 5 and B × 1 × 5"},
    ),
    "a product that stretches both": (
        "multiply", {}, {"a": spec("B", 1, 5), "b": spec("B", 4, 1)}, {"code": "broadcast", "said": "B × 4 × 5"},
    ),
    "numbers that do not fill a map": (
        "reshape", {"shape": (512, 4, 4)}, {"x": spec("B", 4096)},
        {"code": "reshape", "param": "shape", "said": "4096 arrive", "expected": "8192 numbers", "next": "8192 wide"},
    ),
    "numbers that do not divide": (
        "unflatten", {"unflattened_size": (-1, 4, 4)}, {"x": spec("B", 100)},
        {"code": "reshape", "said": "multiple of"},
    ),
    "tokens that do not fill a map": (
        "tokens_to_map", {}, {"x": spec("B", 50, 8)}, {"code": "reshape", "got": "B × 50 × 8", "next": "class token"},
    ),
    "an order with an axis twice": (
        "permute", {"dims": (0, 1, 1)}, {"x": spec("B", 4, 8)}, {"code": "permutation", "expected": "0, 2, 1"},
    ),
    "an order that moves the batch": (
        "permute", {"dims": (1, 0, 2)}, {"x": spec("B", 4, 8)}, {"code": "permutation", "param": "dims"},
    ),
    "an axis that is not there": (
        "flatten", {"end_dim": 4}, {"x": spec("B", 4, 8)}, {"code": "axis", "param": "end_dim", "said": "no axis 4"},
    ),
    "an axis that is too large to go away": (
        "squeeze", {"dim": 1}, {"x": spec("B", 4)}, {"code": "squeeze", "said": "axis 1 has 4"},
    ),
    "an entry that is not there": (
        "select", {"index": 7}, {"x": spec("B", 7, 4)}, {"code": "index", "expected": "0 to 6"},
    ),
    "a stretch that is too long": (
        "slice", {"start": 2, "length": 9}, {"x": spec("B", 7, 4)}, {"code": "index", "got": "2 to 10"},
    ),
    "a crop larger than the image": (
        "crop", {"height": 32}, {"x": spec("B", 3, 28, 64)}, {"code": "spatial_size", "param": "height"},
    ),
    "stacking two widths": (
        "stack", {}, {"xs": (spec("B", 4), spec("B", 5))}, {"code": "stack", "got": "B × 4 and B × 5"},
    ),
    "matrices that do not meet": (
        "matrix_product", {}, {"a": spec("B", 5, 16), "b": spec("B", 4, 16)},
        {"code": "matrix", "port": "b", "expected": "B × 16 × S", "next": "transpose_b"},
    ),
    "a mask of other tokens": (
        "transformer_encoder_layer", {}, {"x": spec("B", "T", 16), "mask": spec("B", 7, dtype="int64")},
        {"code": "mask", "port": "mask", "expected": "B × T"},
    ),
    "a padded sequence read backwards": (
        "gru", {"bidirectional": True},
        {"x": spec("B", "T", 16), "mask": spec("B", "T", dtype="int64")}, {"code": "mask_direction", "port": "mask"},
    ),
    "one value to normalise": (
        "instance_norm2d", {}, {"x": spec("B", 8, 1, 1)}, {"code": "spatial_size", "next": "LayerNorm"},
    ),
    "another shape to normalise": (
        "layer_norm", {"normalized_shape": (7, 7)}, {"x": spec("B", 8, 7, 8)},
        {"code": "features", "expected": "… × 7 × 7"},
    ),
    "bounds the wrong way round": (
        "hardtanh", {"min_val": 2.0}, {"x": spec("B", 8)}, {"code": "bounds", "param": "min_val"},
    ),
    "a filter without a middle": (
        "conv_head", {"kernel_size": 4}, {"x": spec("B", 8, 7, 7)}, {"code": "padding", "next": "3 or 5"},
    ),
    "a map into a linear head": (
        "linear_head", {}, {"x": spec("B", 512, 7, 7)}, {"code": "rank", "next": "global average pooling"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "params", "arrived", "expected"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_says_what_where_and_what_next(
    name: str, params: dict[str, Any], arrived: dict[str, Any], expected: dict[str, Any]
) -> None:
    problem = refusal(name, params, arrived)
    for field, text in expected.items():
        said = str(getattr(problem, field))
        assert said == text if field in ("code", "port", "param") else text in said
    assert problem.port or problem.param
    assert problem.expected
    assert problem.got
    assert problem.next.endswith(".")


def refusal(name: str, params: dict[str, Any], arrived: dict[str, Any]) -> Problem:
    with pytest.raises(Refused) as caught:
        declared(name, place(name, params=params, wanted=tuple(_block(name).outputs), **arrived))
    return caught.value.problem


def _block(name: str) -> Block:
    return default_registry().get(name)


# What is built


BUILT: dict[str, tuple[str, dict[str, Any], dict[str, Any], Any]] = {
    "only what differs from PyTorch": (
        "conv2d", {}, {"x": spec("B", 3, 8, 8)}, {"in_channels": 3, "out_channels": 64, "kernel_size": 3},
    ),
    "one number for equal axes": (
        "conv2d", {"kernel_size": (5, 5), "stride": (2, 1)}, {"x": spec("B", 3, 8, 8)},
        {"in_channels": 3, "out_channels": 64, "kernel_size": 5, "stride": (2, 1)},
    ),
    "a default of ours is written": ("softmax", {}, {"x": spec("B", 8)}, {"dim": -1}),
    "nothing at all": ("relu", {}, {"x": spec("B", 8)}, {}),
    "a size in place of a factor": ("upsample", {"size": (14,)}, {"x": spec("B", 3, 7, 7)}, {"size": 14}),
    "an open size filled in": ("unflatten", {}, {"x": spec("B", 8192)}, {"dim": 1, "unflattened_size": (512, 4, 4)}),
    "the last axis alone": ("layer_norm", {}, {"x": spec("B", "T", 384)}, {"normalized_shape": 384}),
    "no dropout between one layer": (
        "lstm", {"dropout": 0.5}, {"x": spec("B", "T", 16)},
        {"input_size": 16, "hidden_size": 128, "batch_first": True},
    ),
    "a context of another width": (
        "multi_head_attention", {}, {"x": spec("B", "T", 16), "context": spec("B", 9, 24)},
        {"embed_dim": 16, "num_heads": 8, "kdim": 24, "vdim": 24, "batch_first": True},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "params", "arrived", "expected"), BUILT.values(), ids=BUILT)
def test_the_constructor_call_is_short(
    name: str, params: dict[str, Any], arrived: dict[str, Any], expected: dict[str, Any]
) -> None:
    module = declared(name, place(name, params=params, **arrived)).module
    assert module is not None
    assert {key: value for key, value in module.kwargs.items() if value is not None} == expected


COUNTS = {
    "fusion of an embedding and ten features": ("mlp_head", {}, spec("B", 522), 136_458),
    "sentiment on tokens of BERT": ("mlp_head", {"out_features": 3}, spec("B", 768), 197_635),
    "convolutions in place of a linear layer": ("conv_head", {}, spec("B", 2048, 7, 7), 10_620_170),
    "a 1x1 convolution alone": ("conv_head", {"hidden": None}, spec("B", 2048, 7, 7), 20_490),
    "a linear probe": ("linear_head", {}, spec("B", 2048), 20_490),
    "batch norm, dropout, linear": (
        "linear_head",
        {"normalise": True, "dropout": 0.5},
        spec("B", 2048),
        24_586,
    ),
    "two hidden layers": (
        "mlp_head",
        {"hidden": (64, 32)},
        spec("B", 8),
        8 * 64 + 64 + 64 * 32 + 32 + 32 * 10 + 10,
    ),
}


@pytest.mark.parametrize(("name", "params", "arriving", "count"), COUNTS.values(), ids=COUNTS)
def test_heads_have_as_many_parameters_as_promised(
    name: str, params: dict[str, Any], arriving: Any, count: int
) -> None:
    from builder.weightless import twin

    module = twin(declared(name, place(name, params=params, x=arriving)))
    assert module is not None
    assert sum(parameter.numel() for parameter in module.parameters()) == count


# What is computed


def test_the_last_state_does_not_depend_on_padding() -> None:
    here = place(
        "lstm", wanted=("last",), x=spec("B", "T", 16), mask=spec("B", "T", dtype="int64", kind="mask")
    )
    given = values(here)
    given["mask"][1:, 4:] = 0
    padded = {**given, "x": given["x"].clone()}
    padded["x"][1:, 4:] = 9.0
    recipe = declared("lstm", here)
    first, second = (computed(recipe, "lstm", one)["last"] for one in (given, padded))
    assert first.equal(second)
    short = {"x": given["x"][1:, :4], "mask": given["mask"][1:, :4]}
    torch.testing.assert_close(computed(recipe, "lstm", short)["last"], first[1:])


@pytest.mark.parametrize("both", [False, True], ids=["forwards", "both ways"])
@pytest.mark.parametrize("name", ["rnn", "gru", "lstm"])
def test_the_last_state_is_the_end_of_the_sequence(name: str, both: bool) -> None:
    here = place(name, params={"bidirectional": both, "hidden_size": 8}, x=spec("B", "T", 16))
    found = computed(declared(name, here), name, values(here))
    ends = [found["sequence"][:, -1, :8], *([found["sequence"][:, 0, 8:]] if both else [])]
    torch.testing.assert_close(found["last"], torch.cat(ends, dim=1))


@pytest.mark.parametrize("name", ["multi_head_attention", "transformer_encoder_layer", "transformer_encoder"])
def test_attention_does_not_look_at_padding(name: str) -> None:
    here = place(name, x=spec("B", "T", 16), mask=spec("B", "T", dtype="int64", kind="mask"))
    given = values(here)
    given["mask"][:, 4:] = 0
    padded = {**given, "x": given["x"].clone()}
    padded["x"][:, 4:] = 9.0
    recipe = declared(name, here)
    first, second = (computed(recipe, name, one)["y"][:, :4] for one in (given, padded))
    torch.testing.assert_close(first, second)
    plain = declared(name, place(name, x=spec("B", "T", 16)))
    assert not computed(plain, name, {"x": padded["x"]})["y"][:, :4].allclose(second)


def test_the_weights_of_attention_add_up_to_one() -> None:
    here = place(
        "multi_head_attention", wanted=("y", "weights"), x=spec("B", "T", 16), context=spec("B", 9, 24)
    )
    found = computed(declared("multi_head_attention", here), "multi_head_attention", values(here))
    torch.testing.assert_close(found["weights"].sum(dim=-1), torch.ones(3, 6))


def test_a_map_becomes_tokens_and_a_map_again() -> None:
    image = tensor(spec(2, 3, 4, 5))
    forth = run(
        declared("map_to_tokens", place("map_to_tokens", x=spec("B", 3, 4, 5))),
        _block("map_to_tokens"),
        {"x": image},
    )
    site = place("tokens_to_map", params={"height": 4, "width": 5}, x=spec("B", 20, 3))
    back = run(declared("tokens_to_map", site), _block("tokens_to_map"), {"x": forth["y"]})
    assert back["y"].equal(image)


@pytest.mark.parametrize("name", ["add", "average"])
def test_sums_and_means_over_many_wires(name: str) -> None:
    here = place(name, xs=(spec("B", 2),) * 3)
    given = {"xs": tuple(torch.tensor([[one, one + 1.0]]) for one in (1.0, 2.0, 3.0))}
    found = run(declared(name, here), _block(name), given)["y"]
    assert found.tolist() == ([[6.0, 9.0]] if name == "add" else [[2.0, 3.0]])


def computed(recipe: Any, name: str, given: dict[str, Any]) -> dict[str, torch.Tensor]:
    """The outputs, with weights that are the same at every call."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return run(recipe, _block(name), given)
