"""What can stand at a place inside: found by asking every block, in the order of how well it suits."""

import pytest

from builder import Document, Refused, add, connect, group, plan
from builder.documents.document import Edit
from builder.surgery.suiting import Suited, suited_in


def images() -> Document:
    network = add(Document(), "image_input", "image", size=64)
    return connect(add(network, "torchvision", "net", model="resnet18"), "image.image", "net.image")


def words() -> Document:
    network = connect(add(add(Document(), "text_input", "text"), "minilm", "net"), "text.ids", "net.ids")
    return connect(network, "text.mask", "net.mask")


def suited(document: Document, do: str, path: str) -> Suited:
    return suited_in(plan(document), "net", do, path)


def test_what_is_made_for_feature_maps_comes_first_behind_a_stage() -> None:
    found = suited(images(), "insert_after", "layer2")
    first = found.keeps.index("relu")
    assert {"squeeze_excitation", "residual_block", "residual_adapter"} <= set(found.keeps[:first])
    assert "conv2d" in found.changes
    assert not {"conv1d", "embedding", "gru", "class_output"} & {*found.keeps, *found.changes}


def test_what_keeps_the_shape_follows_from_what_is_done() -> None:
    assert "residual_block" in suited(images(), "insert_before", "layer2").keeps
    assert "residual_block" in suited(images(), "replace", "layer2").changes
    assert "avg_pool2d" in suited(images(), "insert_after", "layer2").changes


def test_tokens_are_offered_what_works_on_tokens() -> None:
    found = suited(words(), "insert_after", "encoder.layer.0")
    assert {"bottleneck_adapter", "transformer_encoder_layer", "layer_norm"} <= set(found.keeps)
    assert "batch_norm2d" not in {*found.keeps, *found.changes}


def test_what_is_said_holds() -> None:
    document = images()
    for block in suited(document, "insert_after", "layer2").keeps:
        edit = Edit(do="insert_after", path="layer2", block=block)
        edited = document.replace_node(document.node("net").model_copy(update={"edits": (edit,)}))
        assert [problem.code for problem in plan(edited).problems] == ["no_output"], block


def test_groups_of_the_document_are_asked_too() -> None:
    document = add(images(), "image_input", "other", size=8)
    document = connect(add(document, "batch_norm2d", "norm"), "other.image", "norm.x")
    document = connect(add(document, "relu", "bend"), "norm.y", "bend.x")
    document = group(document, ["norm", "bend"], "step", "Step")
    made = document.node("step").block
    assert made in suited(document, "insert_after", "layer2").keeps


def test_a_place_that_there_is_not_is_refused() -> None:
    with pytest.raises(Refused, match="runs"):
        suited(images(), "wrap", "layer9")
