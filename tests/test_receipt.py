"""The receipt's measure: what an edit does to the output of a network, on a fixed input."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from builder import Document, DocumentError, Refused, add, connect
from builder.documents.document import Edit
from builder.surgery.measuring import difference


def network(*edits: Edit) -> Document:
    document = add(Document(seed=3), "image_input", "image", size=32)
    document = connect(add(document, "torchvision", "net", model="resnet18"), "image.image", "net.image")
    document = connect(add(document, "value_output", "value"), "net.features", "value.x")
    return document.replace_node(document.node("net").model_copy(update={"edits": edits}))


def insert(path: str, block: str = "squeeze_excitation", do: str = "insert_after", **params: object) -> Edit:
    return Edit.model_validate({"do": do, "path": path, "block": block, "params": params})


def test_an_edit_that_begins_as_the_identity_makes_no_difference() -> None:
    assert difference(network(insert("layer2.1")), "net") == 0.0


@pytest.mark.parametrize(
    "edit",
    [insert("layer2.1", identity=False), Edit(do="remove", path="layer2.1")],
    ids=["another start", "removed"],
)
def test_an_edit_that_changes_something_says_how_much(edit: Edit) -> None:
    found = difference(network(edit), "net")
    assert 1e-4 < found < 100
    assert found == difference(network(edit), "net")


def test_a_network_of_ids_and_masks_can_be_measured() -> None:
    document = add(Document(), "text_input", "text")
    document = add(
        document, "transformers_encoder", "net", hidden_size=32, layers=2, heads=4, intermediate=64
    )
    document = connect(connect(document, "text.ids", "net.ids"), "text.mask", "net.mask")
    document = connect(add(document, "value_output", "value"), "net.pooled", "value.x")
    edits = (insert("encoder.layer.0.output", "bottleneck_adapter"),)
    edited = document.replace_node(document.node("net").model_copy(update={"edits": edits}))
    assert difference(edited, "net") == 0.0


def test_another_shape_is_infinitely_far() -> None:
    edited = network(insert("layer4", "conv2d", out_channels=7, kernel_size=1))
    edited = edited.model_copy(update={"edges": tuple(edge for edge in edited.edges if edge.target == "net")})
    assert difference(edited, "net") == float("inf")


def test_what_cannot_be_measured_is_refused() -> None:
    with pytest.raises(Refused, match="nothing to compare"):
        difference(network(), "net")
    with pytest.raises(DocumentError, match="layer9"):
        difference(network(insert("layer9")), "net")


def test_receipts_that_are_measured_at_the_same_time_do_not_disturb_each_other() -> None:
    documents = [network(insert(path)) for path in ("layer1", "layer2", "layer3", "layer4")]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda document: difference(document, "net"), documents)) == [0.0] * 4
