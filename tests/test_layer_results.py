"""What layers build, and what it computes: short constructor calls, promised sizes, exact masks."""

from typing import Any

import pytest
import torch

from builder.block import Block
from builder.registry import default_registry
from tests.sites import declared, place, run, spec, tensor, values

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
    assert module.kwargs == expected


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
    from builder.weightless.running import twin

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


def _block(name: str) -> Block:
    return default_registry().get(name)
