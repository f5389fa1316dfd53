"""The proof of freezing: it counts every frozen tensor, and it would notice a change."""

from typing import Any

import pytest
import torch
from torch import nn

from builder import Document, add, connect, default_registry, freeze
from builder.fitting import fit
from builder.fitting.proof import compare, digest, digests
from builder.planning.planning import plan
from builder.writing.compile import module_of
from builder.writing.places import frozen_of


def on_digits(frozen: str | None, *, model: str = "resnet18", size: int = 32) -> Document:
    """Digits -> ResNet -> ten scores, frozen up to a stage, entirely (``all``) or not at all."""
    network = add(Document(), "image_input", "image", size=size)
    network = connect(add(network, "torchvision", "backbone", model=model), "image.image", "backbone.image")
    network = connect(add(network, "linear", "scores", out_features=10), "backbone.features", "scores.x")
    network = connect(add(network, "class_output", "digit", target="digit"), "scores.y", "digit.x")
    if frozen is None:
        return network
    return freeze(network, "backbone") if frozen == "all" else freeze(network, "backbone", up_to=frozen)


def last(document: Document) -> dict[str, Any]:
    settings = {"data": "digits", "samples": 16, "batch": 8, "epochs": 2, "learning_rate": 0.01}
    return list(fit(document, settings=settings, device="cpu"))[-1]


@pytest.mark.parametrize(("frozen", "tensors"), [("all", 120), ("layer1", 30)])
def test_no_frozen_tensor_changes_in_training(frozen: str, tensors: int) -> None:
    proof = last(on_digits(frozen))["proof"]
    assert proof == {"tensors": tensors, "changed": [], "said": f"0 of {tensors} frozen tensors changed"}


def test_the_same_run_without_freezing_moves_statistics() -> None:
    planned = plan(on_digits(None), default_registry())
    frozen = frozen_of(plan(on_digits("layer1"), default_registry()))
    module = module_of(planned)
    before = digests(module, frozen)
    module.train()
    with torch.no_grad():
        module(torch.rand(4, 3, 32, 32))
    proof = compare(before, digests(module, frozen))
    assert proof.tensors == 30
    assert "backbone.bn1.running_mean" in proof.changed
    assert "backbone.bn1.weight" not in proof.changed
    assert proof.said.startswith(
        f"{len(proof.changed)} of 30 frozen tensors changed: backbone.bn1.running_mean"
    )


def test_resnet50_frozen_up_to_layer3_holds_258_tensors() -> None:
    planned = plan(on_digits("layer3", model="resnet50"), default_registry())
    assert len(digests(module_of(planned), frozen_of(planned))) == 258


def test_nothing_frozen_is_said_so() -> None:
    assert last(on_digits(None))["proof"]["said"] == "nothing was frozen"


@pytest.mark.parametrize(
    "change",
    [
        lambda tensor: tensor.view(-1)[0].add_(1e-7),
        lambda tensor: tensor.neg_(),
        lambda tensor: tensor.copy_(tensor.flip(0)),
    ],
    ids=["one value", "the sign", "the order"],
)
def test_a_digest_sees_every_change(change: Any) -> None:
    tensor = torch.tensor([[1e-3, 2.0], [3.0, 4.0]])
    before = digest(tensor)
    change(tensor)
    assert digest(tensor) != before


def test_a_digest_tells_zero_from_minus_zero_and_shapes_apart() -> None:
    assert digest(torch.zeros(4)) != digest(-torch.zeros(4))
    assert digest(torch.zeros(4)) != digest(torch.zeros(2, 2))
    assert digest(torch.zeros(4)) != digest(torch.zeros(4, dtype=torch.int32))


def test_a_digest_does_not_depend_on_the_layout_in_memory() -> None:
    tensor = torch.rand(2, 3, 4, 4)
    assert digest(tensor.contiguous(memory_format=torch.channels_last)) == digest(tensor)


def test_integer_buffers_and_scalars_are_counted() -> None:
    module = nn.BatchNorm1d(3)
    found = digests(module, ("",))
    assert set(found) == {"weight", "bias", "running_mean", "running_var", "num_batches_tracked"}
    module.num_batches_tracked += 1  # type: ignore[operator]
    assert compare(found, digests(module, ("",))).changed == ("num_batches_tracked",)


def test_a_tensor_that_vanished_counts_as_changed() -> None:
    assert compare({"a": "1", "b": "2"}, {"a": "1"}).changed == ("b",)
