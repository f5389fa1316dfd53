"""Backbones of timm: vectors, maps, tokens, scores and taps; and what is said without the package."""

import pytest
import torch

from builder import Document, add, add_edit, connect, plan, to_module, to_source
from builder.documents.document import Edge
from builder.surgery.measuring import difference
from builder.writing.compile import run_source


def images(model: str, output: str = "features", *, size: int = 64, taps: tuple[str, ...] = ()) -> Document:
    document = add(Document(), "image_input", "image", size=size)
    document = connect(add(document, "timm", "net", model=model), "image.image", "net.image")
    document = add(document, "value_output", "value")
    document = document.replace_node(document.node("net").model_copy(update={"taps": taps}))
    edge = Edge(source="net", output=output, target="value", input="x")
    return document.model_copy(update={"edges": (*document.edges, edge)})


CASES = [
    ("test_resnet", "features", (), "B × 96"),
    ("test_resnet", "map", (), "B × 96 × 2 × 2"),
    ("test_resnet", "logits", (), "B × 1000"),
    ("test_resnet", "layer2", ("layer2",), "B × 48 × 8 × 8"),
    ("test_vit", "features", (), "B × 64"),
    ("test_vit", "tokens", (), "B × 17 × 64"),
    ("test_convnext", "map", (), "B × 64 × 2 × 2"),
    ("swin_tiny_patch4_window7_224", "map", (), "B × 768 × 7 × 7"),
    ("test_efficientnet", "blocks.1", ("blocks.1",), "B × 24 × 16 × 16"),
]


@pytest.mark.parametrize(("model", "output", "taps", "text"), CASES)
def test_what_is_planned_is_what_runs(model: str, output: str, taps: tuple[str, ...], text: str) -> None:
    size = 224 if model.startswith("swin") else 64
    document = images(model, output, size=size, taps=taps)
    planned = plan(document)
    assert not planned.problems, planned.problems
    assert planned.specs["net", output].text == text
    assert planned.nodes["net"].recipe.note == "random weights"
    image = torch.randn(2, 3, size, size)
    live, exported = to_module(document).eval(), run_source(to_source(document))["build"]().eval()
    with torch.no_grad():
        given = live(image)
        assert torch.equal(given, exported(image))
    assert ["B", *map(str, given.shape[1:])] == text.split(" × ")


def test_nothing_behind_a_tap_is_counted() -> None:
    whole, early = plan(images("test_resnet")), plan(images("test_resnet", "layer1", taps=("layer1",)))
    assert early.size.parameters < whole.size.parameters / 3


def test_an_edit_keeps_every_tensor() -> None:
    document = add_edit(images("test_vit"), "net", "wrap", "blocks.1.attn.qkv", "lora", rank=2)
    receipt = plan(document).nodes["net"].receipt
    assert receipt is not None
    assert (len(receipt.new), receipt.dropped) == (2, ())
    assert difference(document, "net") == 0.0


def test_trained_weights_are_asked_for_in_the_source_only() -> None:
    document = images("test_resnet")
    node = document.node("net").model_copy(update={"params": {"model": "test_resnet", "weights": "default"}})
    planned = plan(document.replace_node(node))
    assert not planned.problems
    assert planned.nodes["net"].recipe.note == ""
    assert 'timm.create_model("test_resnet", pretrained=True, num_classes=0)' in to_source(planned.document)


REFUSALS = [
    (images("resnet5O"), "timm_name", "Did you mean 'resnet50'"),
    (images("test_vit", "map"), "no_map", "tokens"),
    (images("test_resnet", "tokens"), "no_such_output", "map"),
    (images("test_resnet", "layer9", taps=("layer9",)), "unknown_path", "Tap"),
]


@pytest.mark.parametrize(
    ("document", "code", "advice"), REFUSALS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_refusals(document: Document, code: str, advice: str) -> None:
    (problem,) = plan(document).problems
    assert (problem.code, problem.node) == (code, "net")
    assert advice in problem.next


def test_without_the_package_the_block_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("blocks.bases.extras.find_spec", lambda _: None)
    (problem,) = plan(images("test_resnet")).problems
    assert problem.code == "missing_package"
    assert "--extra timm" in problem.next
