"""Weights of one's own: a safetensors file fills any backbone exactly, or every difference is named."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file

from builder import (
    Document,
    Refused,
    add,
    add_edit,
    connect,
    plan,
    set_param,
    to_module,
    to_source,
    use_weights,
)
from builder.writing.compile import run_source

SMALL = {"hidden_size": 32, "layers": 2, "heads": 4, "intermediate": 64, "vocabulary": 100}
Tensors = dict[str, torch.Tensor]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NETGRAFT_WEIGHTS", str(tmp_path / "kept"))
    return tmp_path


def images(model: str = "resnet18") -> Document:
    document = add(Document(), "image_input", "image", size=32)
    document = connect(add(document, "torchvision", "net", model=model), "image.image", "net.image")
    return connect(add(document, "value_output", "value"), "net.features", "value.x")


def words() -> Document:
    document = add(add(Document(), "text_input", "text"), "transformers_seq2seq", "net", **SMALL)
    document = connect(connect(document, "text.ids", "net.ids"), "text.mask", "net.mask")
    document = connect(add(document, "text_input", "more"), "more.ids", "net.decoder_ids")
    return connect(add(document, "value_output", "value"), "net.tokens", "value.x")


def graph() -> Document:
    document = add(add(Document(), "graph_input", "graph", features=8), "gcn_stack", "net")
    document = connect(connect(document, "graph.nodes", "net.nodes"), "graph.edges", "net.edges")
    return connect(add(document, "value_output", "value"), "net.nodes", "value.x")


def saved(tensors: Tensors, path: Path) -> Path:
    save_file({name: tensor.contiguous().clone() for name, tensor in tensors.items()}, path)
    return path


def trained(document: Document) -> Tensors:
    """The tensors of the backbone with other values than the document begins with."""
    other = document.model_copy(update={"seed": 5})
    return dict(to_module(other).net.state_dict())


@pytest.mark.parametrize("make", [images, words, graph], ids=["torchvision", "transformers", "graphs"])
def test_a_file_fills_the_network(make: Callable[[], Document], folder: Path) -> None:
    document = make()
    tensors = trained(document)
    filled = use_weights(document, "net", saved(tensors, folder / "mine.safetensors"))
    assert not plan(filled).problems
    note = plan(filled).nodes["net"].recipe.note
    assert re.fullmatch(r"weights of mine-[0-9a-f]{16}\.safetensors", note)
    for module in (to_module(filled), run_source(to_source(filled))["build"]()):
        found = module.net.state_dict()
        assert all(torch.equal(found[name], tensor) for name, tensor in tensors.items())


def test_a_tensor_that_two_names_share_is_saved_once(folder: Path) -> None:
    tensors = trained(words())
    assert torch.equal(tensors.pop("encoder.embed_tokens.weight"), tensors["shared.weight"])
    filled = use_weights(words(), "net", saved(tensors, folder / "once.safetensors"))
    assert not plan(filled).problems
    assert torch.equal(to_module(filled).net.encoder.embed_tokens.weight, tensors["shared.weight"])


def test_what_lies_behind_the_outputs_in_use_may_be_in_the_file(folder: Path) -> None:
    tensors = trained(images()) | {"fc.weight": torch.zeros(7, 512), "fc.bias": torch.zeros(7)}
    filled = use_weights(images(), "net", saved(tensors, folder / "seven.safetensors"))
    assert not plan(filled).problems
    assert torch.equal(to_module(filled).net.conv1.weight, tensors["conv1.weight"])


def test_edits_come_after_the_file(folder: Path) -> None:
    filled = use_weights(images(), "net", saved(trained(images()), folder / "mine.safetensors"))
    edited = add_edit(filled, "net", "insert_after", "layer2", "squeeze_excitation")
    receipt = plan(edited).nodes["net"].receipt
    assert receipt is not None
    assert receipt.said == "120 of 120 tensors kept, 4 new, 0 dropped"
    source = to_source(edited)
    assert source.index("load_own(self.net") < source.index("insert_after(self.net")


def _without(tensors: Tensors) -> Tensors:
    return {name: tensor for name, tensor in tensors.items() if not name.startswith("layer4.1.bn2.")}


DIFFERENCES: dict[str, tuple[Callable[[Tensors], Tensors], tuple[str, ...]]] = {
    "missing": (_without, ("4 missing in the file: layer4.1.bn2.weight, layer4.1.bn2.bias",)),
    "unexpected": (
        lambda tensors: tensors | {"head.weight": torch.zeros(2)},
        ("1 not in the network: head.weight",),
    ),
    "another shape": (
        lambda tensors: tensors | {"conv1.weight": torch.zeros(64, 1, 7, 7)},
        ("1 of another shape: conv1.weight (64 × 1 × 7 × 7 in the file, 64 × 3 × 7 × 7 in the network)",),
    ),
    "all at once": (
        lambda tensors: _without(tensors) | {"a": torch.zeros(1), "bn1.bias": torch.zeros(3)},
        ("4 missing", "1 not in the network: a", "1 of another shape: bn1.bias"),
    ),
    "not finite": (
        lambda tensors: tensors | {"bn1.bias": torch.full((64,), float("nan"))},
        ("'bn1.bias' holds values that are not finite",),
    ),
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_every_difference_is_named(name: str, folder: Path) -> None:
    change, parts = DIFFERENCES[name]
    tensors = change(trained(images()))
    (problem,) = plan(use_weights(images(), "net", saved(tensors, folder / "mine.safetensors"))).problems
    assert (problem.code, problem.node, problem.param) == ("own_weights", "net", "file")
    for part in parts:
        assert part in problem.said
    assert problem.next


@pytest.mark.parametrize("name", ["../mine.safetensors", "/etc/passwd", "mine.pt", "gone.safetensors", "a b"])
def test_a_document_names_no_other_file(name: str, folder: Path) -> None:
    saved({"x": torch.zeros(1)}, folder / "mine.safetensors")
    (problem,) = plan(set_param(images(), "net", "file", name)).problems
    assert (problem.code, problem.param) == ("own_weights", "file")
    assert "There is no weights file" in problem.said


def test_only_safetensors_are_taken(folder: Path) -> None:
    pickled: Any = folder / "mine.safetensors"
    torch.save({"x": torch.zeros(1)}, pickled)
    with pytest.raises(Refused, match="not a readable safetensors file"):
        use_weights(images(), "net", pickled)
