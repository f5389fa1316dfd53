"""Refusals of layers: what is wrong, where, expected against got, and what to do next."""

from typing import Any

import pytest

from builder.problem import Problem, Refused
from builder.registry import default_registry
from tests.sites import declared, place, spec

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
    "numbers that change, in sizes that do not": (
        "reshape", {"shape": (16,)}, {"x": spec("B", "T", 12)},
        {"code": "symbolic_size", "param": "shape", "expected": "divisor of 12", "next": "-1"},
    ),
    "tokens folded into sizes that are fixed": (
        "unflatten", {"unflattened_size": (-1, 4, 4)}, {"x": spec("B", "T", 12)},
        {"code": "symbolic_size", "param": "unflattened_size", "next": "Pool the axis"},
    ),
    "half of the tokens": ("glu", {"dim": 1}, {"x": spec("B", "T", 12)}, {"code": "symbolic_size", "port": "x"}),
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
        declared(
            name, place(name, params=params, wanted=tuple(default_registry().get(name).outputs), **arrived)
        )
    return caught.value.problem
