"""One edit at every place of its kind, as single edits."""

import pytest

from builder import Document, Refused, add, add_edit, connect, plan
from builder.surgery.repeating import alike, pattern_of, repeat_edit


def resnet() -> Document:
    document = add(Document(), "image_input", "image", size=32)
    document = connect(add(document, "torchvision", "net", model="resnet50"), "image.image", "net.image")
    return connect(add(document, "value_output", "value"), "net.features", "value.x")


def text() -> Document:
    document = add(Document(), "text_input", "text")
    document = add(
        document, "transformers_encoder", "net", hidden_size=32, layers=3, heads=4, intermediate=64
    )
    document = connect(connect(document, "text.ids", "net.ids"), "text.mask", "net.mask")
    return connect(add(document, "value_output", "value"), "net.tokens", "value.x")


def test_a_gate_behind_the_bn3_of_every_bottleneck() -> None:
    document = add_edit(resnet(), "net", "insert_after", "layer1.2.bn3", "squeeze_excitation", reduction=8)
    found = alike(document, "net", 0)
    assert found.pattern == "layer*.*.bn3"
    assert len(found.paths) == 15
    assert "layer4.2.bn3" in found.paths


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("encoder.layers.encoder_layer_3", "encoder.layers.encoder_layer_*"),
        ("blocks.1.attn.qkv", "blocks.*.attn.qkv"),
        ("features.3.conv.1.0", "features.*.conv.*.*"),
        ("layer3", "layer3"),
    ],
)
def test_numbers_that_count_layers_are_left_open(path: str, pattern: str) -> None:
    assert pattern_of(path) == pattern


def test_lora_beside_every_query() -> None:
    document = add_edit(text(), "net", "wrap", "encoder.layer.0.attention.self.query", "lora", rank=2)
    found = alike(document, "net", 0)
    assert found.pattern == "encoder.layer.*.attention.self.query"
    assert found.paths == tuple(f"encoder.layer.{place}.attention.self.query" for place in (1, 2))
    everywhere = repeat_edit(document, "net", 0)
    planned = plan(everywhere)
    assert not planned.problems
    assert [edit.params for edit in everywhere.node("net").edits] == [{"rank": 2}] * 3
    receipt = planned.nodes["net"].receipt
    assert receipt is not None
    assert (len(receipt.new), receipt.dropped) == (6, ())
    assert alike(everywhere, "net", 0).paths == ()


def test_an_edit_that_is_not_there_cannot_be_repeated() -> None:
    with pytest.raises(Refused, match="no edit 0"):
        repeat_edit(resnet(), "net", 0)
