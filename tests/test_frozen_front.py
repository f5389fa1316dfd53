"""Freezing up to a module: all that takes part in what it gives is frozen, parameters outside of any stage included."""

from collections.abc import Callable

import pytest
import torch

from blocks.modules.taps import taps
from builder import Document, add, add_edit, connect, freeze, plan, to_module, to_source
from builder.writing.compile import run_source

SMALL = {"hidden_size": 32, "layers": 3, "heads": 4, "intermediate": 64}


def images(block: str, output: str = "features", **params: object) -> Document:
    document = add(add(Document(), "image_input", "image", size=64), block, "net", **params)
    document = connect(document, "image.image", "net.image")
    return connect(add(document, "value_output", "value"), f"net.{output}", "value.x")


def texts(block: str, **params: object) -> Document:
    document = add(add(Document(), "text_input", "text"), block, "net", **params)
    document = connect(document, "text.ids", "net.ids")
    return connect(add(document, "value_output", "value"), "net.tokens", "value.x")


def picture() -> torch.Tensor:
    return torch.randn(2, 3, 64, 64, generator=torch.Generator().manual_seed(0))


def words() -> torch.Tensor:
    return torch.tensor([[101, 7592, 2088, 102], [101, 2204, 3185, 102]])


CASES: list[tuple[Callable[[], Document], str, str]] = [
    (lambda: images("torchvision", model="resnet18"), "layer2", ""),
    (
        lambda: images("torchvision", model="vit_b_32"),
        "encoder.layers.encoder_layer_1",
        "class_token encoder.pos_embedding",
    ),
    (lambda: images("torchvision", model="swin_t"), "features.3", ""),
    (lambda: images("torchvision", model="swin_v2_t"), "features.3.0.attn", ""),
    (lambda: images("torchvision", model="convnext_tiny"), "features.3.1.block.2", ""),
    (lambda: texts("minilm"), "encoder.layer.2", ""),
    (lambda: texts("transformers_encoder", architecture="albert", **SMALL), "embeddings", ""),
    (lambda: texts("transformers_encoder", architecture="gpt2", **SMALL), "h.1", ""),
    (
        lambda: images("transformers_vision", "tokens", architecture="vit", patch=16, **SMALL),
        "layers.1",
        "",
    ),
    (
        lambda: images("transformers_vision", "tokens", architecture="dinov2", patch=16, **SMALL),
        "embeddings.patch_embeddings",
        "",
    ),
    (lambda: images("timm", model="test_vit"), "blocks.1", "cls_token pos_embed"),
    (lambda: images("timm", model="test_vit"), "blocks.1.attn.proj", "cls_token pos_embed"),
]


@pytest.mark.parametrize(("make", "path", "bare"), CASES)
def test_what_a_module_gives_depends_on_nothing_that_learns(
    make: Callable[[], Document], path: str, bare: str
) -> None:
    document = freeze(make(), "net", up_to=path)
    planned, module = plan(document), to_module(document)
    assert not planned.problems, planned.problems
    held = {name for name, parameter in module.net.named_parameters() if not parameter.requires_grad}
    assert [one for one in planned.nodes["net"].frozen if one in planned.nodes["net"].inside.parameters] == (
        bare.split()
    )
    module.eval().requires_grad_(True)
    arrives = words() if document.nodes[0].id == "text" else picture()
    (given,) = taps(module.net, (path,), arrives)
    given.square().sum().backward()
    assert held == {name for name, parameter in module.net.named_parameters() if parameter.grad is not None}
    assert planned.size.trainable == planned.size.parameters - sum(
        parameter.numel() for name, parameter in module.net.named_parameters() if name in held
    )


def test_the_source_freezes_what_stands_alone_and_lets_what_is_new_learn() -> None:
    document = images("torchvision", model="vit_b_32")
    document = add_edit(
        document, "net", "insert_after", "encoder.layers.encoder_layer_0", "bottleneck_adapter"
    )
    document = freeze(document, "net", up_to="encoder.layers.encoder_layer_0")
    module = run_source(to_source(document))["build"]().train()
    assert module.FROZEN_PARAMETERS == ("net.class_token", "net.encoder.pos_embedding")
    assert not module.net.class_token.requires_grad
    learns = {name for name, one in module.net.encoder.layers[0].named_parameters() if one.requires_grad}
    assert learns
    assert all("inserted" in name for name in learns)
    assert not module.net.encoder.dropout.training
