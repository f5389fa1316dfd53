"""Laws of the live module: the export is the same text, seeds decide, and what is frozen does not move."""

import ast
import copy
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from builder import (
    Document,
    DocumentError,
    add,
    connect,
    freeze,
    plan,
    remove,
    set_param,
    to_module,
    to_source,
)
from builder.surgery.survey import is_under
from builder.writing.compile import run_source
from builder.writing.split import constant_prefix, split
from tests.networks import line, two_heads


def _images(count: int = 2) -> torch.Tensor:
    return torch.rand(count, 3, 64, 64, generator=torch.Generator().manual_seed(1))


def test_the_export_gives_the_same_numbers_in_a_process_of_its_own(tmp_path: Path) -> None:
    document = two_heads()
    (tmp_path / "network.py").write_text(to_source(document), encoding="utf-8")
    torch.save(_images(), tmp_path / "images.pt")
    code = "import torch, network; net = network.build().eval(); torch.save(net(torch.load('images.pt')), 'out.pt')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    exported = torch.load(tmp_path / "out.pt")
    live = to_module(document).eval()(_images())
    assert set(exported) == set(live) == {"first", "second"}
    assert all(torch.equal(exported[name], live[name]) for name in live)


def test_the_export_needs_no_netgraft() -> None:
    tree = ast.parse(to_source(two_heads()))
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else name.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in node.names
    }
    assert imported
    assert not any(name.split(".")[0] in ("builder", "blocks", "gradio") for name in imported)


def test_one_output_is_a_tensor_and_several_are_a_dict() -> None:
    assert to_module(line())(torch.zeros(2, 13)).shape == (2, 3)
    assert {name: tuple(out.shape) for name, out in to_module(two_heads())(_images()).items()} == {
        "first": (2, 5),
        "second": (2, 10),
    }


def test_the_seed_decides_and_the_global_state_is_untouched() -> None:
    torch.manual_seed(7)
    before = torch.get_rng_state()
    one, two = to_module(line()), to_module(line())
    other = to_module(line().model_copy(update={"seed": 1}))
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(one.scores.weight, two.scores.weight)
    assert not torch.equal(one.scores.weight, other.scores.weight)


def test_a_document_with_problems_is_not_built() -> None:
    with pytest.raises(DocumentError) as caught:
        to_module(remove(line(), "kind"))
    assert [problem.code for problem in caught.value.problems] == ["no_output"]


@pytest.mark.parametrize(
    ("freezing", "frozen"),
    [
        ({}, 120),
        ({"up_to": "layer3"}, 90),
        ({"matching": ["layer1.*.conv1"]}, 2),
        ({"normalisation": True}, 100),
    ],
    ids=["all", "up to layer3", "matching", "normalisation"],
)
def test_frozen_tensors_do_not_move_in_training(freezing: dict, frozen: int) -> None:
    document = freeze(two_heads(), "backbone", **freezing)
    module = copy.deepcopy(to_module(document))
    module.train()
    before = {name: tensor.clone() for name, tensor in module.state_dict().items()}
    optimiser = torch.optim.SGD([p for p in module.parameters() if p.requires_grad], lr=0.1)
    for _ in range(2):
        loss = sum(out.square().mean() for out in module(_images(4) * 3 + 1).values())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    inside = [name for name in before if is_under(name, tuple(module.FROZEN))]
    assert len(inside) == plan(document).size.frozen_tensors == frozen
    assert all(torch.equal(before[name], module.state_dict()[name]) for name in inside)
    moved = [
        name
        for name in before
        if name not in inside and not torch.equal(before[name], module.state_dict()[name])
    ]
    assert moved


def test_the_same_training_would_have_moved_statistics_without_freezing() -> None:
    from builder import unfreeze

    module = to_module(unfreeze(two_heads(), "backbone")).train()
    for parameter in module.parameters():
        parameter.requires_grad_(False)
    before = module.backbone.bn1.running_mean.clone()
    module(_images(4) * 3 + 1)
    assert not torch.equal(before, module.backbone.bn1.running_mean)


def test_counts_are_those_of_the_real_module() -> None:
    for document in (line(), two_heads(), freeze(two_heads(), "backbone", up_to="layer3")):
        module, size = to_module(document), plan(document).size
        assert size.parameters == sum(p.numel() for p in module.parameters())
        assert size.trainable == sum(p.numel() for p in module.parameters() if p.requires_grad)
        assert size.tensors == len(module.state_dict())


def test_before_and_after_the_constant_prefix_give_what_the_whole_gives() -> None:
    document = two_heads()
    planned, module = plan(document), to_module(document).eval()
    prefix = constant_prefix(planned)
    assert prefix.nodes == {"image", "backbone"}
    before, after = split(planned, module, prefix)
    kept = before(image=_images())
    assert set(kept) == set(prefix.frontier)
    whole, parts = module(_images()), after(**kept)
    assert all(torch.equal(whole[name], parts[name]) for name in whole)


@pytest.mark.parametrize(
    ("freezing", "reason"),
    [({"up_to": "layer3"}, "only a part of it is frozen")],
)
def test_a_part_frozen_backbone_is_not_constant_and_says_why(freezing: dict, reason: str) -> None:
    prefix = constant_prefix(plan(freeze(two_heads(), "backbone", **freezing)))
    assert "backbone" not in prefix.nodes
    assert prefix.reasons["backbone"] == reason


def test_ids_that_mean_something_to_python_or_torch_are_safe() -> None:
    document = line()
    nodes = []
    names = {"numbers": "torch", "scores": "train", "kind": "forward"}
    for node in document.nodes:
        nodes.append(node.model_copy(update={"id": names[node.id]}))
    edges = [
        edge.model_copy(update={"source": names[edge.source], "target": names[edge.target]})
        for edge in document.edges
    ]
    risky = Document(nodes=tuple(nodes), edges=tuple(edges))
    assert to_module(risky).train()(torch.ones(2, 13)).shape == (2, 3)


def test_a_title_cannot_break_out_of_the_source() -> None:
    title = 'x"""\nimport os  # \\'
    source = to_source(line().model_copy(update={"title": title.replace("\n", " ")}))
    assert "build" in run_source(source)
    assert "os" not in {name for name in run_source(source) if not name.startswith("__")}


def test_a_traceback_shows_the_line_of_the_node() -> None:
    module = to_module(set_param(line(), "scores", "out_features", 4))
    with pytest.raises(RuntimeError) as caught:
        module(torch.zeros(2, 5))
    assert any("scores = self.scores(numbers)" in str(entry.statement) for entry in caught.traceback)


def test_a_node_may_bear_the_name_of_a_function_that_it_calls() -> None:
    document = add(add(Document(), "text_input", "text"), "embedding", "words")
    document = connect(add(document, "masked_mean", "masked_mean"), "text.ids", "words.x")
    document = connect(connect(document, "words.y", "masked_mean.x"), "text.mask", "masked_mean.mask")
    document = connect(add(document, "value_output", "out"), "masked_mean.y", "out.x")
    ids = torch.zeros(2, 3, dtype=torch.long)
    assert to_module(document)(ids, torch.ones_like(ids)).shape == (2, 64)
