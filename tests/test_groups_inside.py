"""Groups inside backbones, in training, opened in place and compared."""

from typing import Any

import pytest
import torch

from builder import (
    Document,
    Refused,
    add,
    connect,
    fit,
    freeze,
    plan,
    share,
    to_module,
    to_source,
)
from builder.documents.comparing import compare
from builder.documents.document import Edit, Group, Node
from builder.groups.opening import opened, reached
from builder.planning.plan_cache import Cache
from builder.writing.compile import run_source
from tests.grouped import conv, narrow, network, row


def backbone(*edits: Edit, groups: tuple[Group, ...]) -> Document:
    document = add(Document(groups=groups), "image_input", "image", size=64)
    document = connect(
        add(document, "torchvision", "backbone", model="resnet18"), "image.image", "backbone.image"
    )
    document = connect(add(document, "linear", "scores"), "backbone.features", "scores.x")
    document = connect(add(document, "class_output", "digit"), "scores.y", "digit.x")
    return document.replace_node(document.node("backbone").model_copy(update={"edits": edits}))


BRANCH = row("branch", conv(channels=64), Node(id="norm", block="batch_norm2d"), title="Branch")
EDITS = {
    "insert_after": ("layer1", 36_928 + 128, (120, 7, 0)),
    "insert_before": ("layer1", 36_928 + 128, (120, 7, 0)),
    "wrap": ("layer1.0", 36_928 + 128, (120, 7, 0)),
    "replace": ("layer1.0", 36_928 + 128 - 73_984, (108, 7, 12)),
}


@pytest.mark.parametrize(("do", "case"), EDITS.items(), ids=EDITS)
def test_a_group_is_put_into_a_backbone(do: Any, case: tuple[str, int, tuple[int, int, int]]) -> None:
    path, more, counted = case
    document = backbone(Edit(do=do, path=path, block="branch"), groups=(BRANCH,))
    planned = plan(document)
    receipt = planned.nodes["backbone"].receipt
    assert planned.problems == ()
    assert receipt is not None
    assert (len(receipt.kept), len(receipt.new), len(receipt.dropped)) == counted
    assert planned.nodes["backbone"].receipts == (receipt,)
    assert planned.size.parameters - plan(backbone(groups=())).size.parameters == more
    exported = run_source(to_source(document))["build"]().eval()
    with torch.no_grad():
        pictures = torch.rand(1, 3, 64, 64)
        assert torch.equal(exported(pictures), to_module(document).eval()(pictures))


def test_a_fault_of_a_group_in_an_edit_names_the_edit() -> None:
    edits = (
        Edit(do="insert_after", path="layer2", block="squeeze_excitation"),
        Edit(do="insert_after", path="layer1", block="narrow"),
    )
    problem = plan(backbone(*edits, groups=(narrow(),))).problems[0]
    assert (problem.node, problem.param, problem.edit) == ("backbone", "edits", 1)
    assert "Narrow > Linear" in problem.said


def test_what_is_frozen_in_a_group_stays_frozen_where_the_group_is_put() -> None:
    held = BRANCH.model_copy(
        update={
            "nodes": tuple(
                node.model_copy(update={"freeze": {"what": "all"}}) if node.id == "conv" else node
                for node in BRANCH.nodes
            )
        }
    )
    held = Group.model_validate_json(held.model_dump_json(warnings=False))
    document = freeze(
        backbone(Edit(do="insert_after", path="layer1", block="branch"), groups=(held,)), "backbone"
    )
    planned = plan(document)
    free = [name for name, p in to_module(document).named_parameters() if p.requires_grad]
    assert free == [
        "backbone.layer1.2.norm.weight",
        "backbone.layer1.2.norm.bias",
        "scores.weight",
        "scores.bias",
    ]
    assert planned.size.trainable == 128 + 5130


def test_a_training_step_keeps_a_frozen_group() -> None:
    document = freeze(network("gate", "gate", "gate", size=8), "b")
    document = share(document, "c", "b")
    settings = {"data": "digits", "samples": 64, "epochs": 1, "batch": 32}
    done = next(event for event in fit(document, settings=settings) if event["event"] == "finished")
    assert done["proof"]["said"] == "0 of 2 frozen tensors changed"


def test_a_change_inside_a_group_is_planned_again() -> None:
    cache = Cache()
    document = network("gate", "gate")
    assert plan(document, cache=cache).specs["b", "y"].text == "B × 8 × 16 × 16"
    wider = row("gate", conv(channels=12), Node(id="relu", block="relu"), title="Small gate")
    changed = document.model_copy(update={"groups": (wider,)})
    assert plan(changed, cache=cache).specs["b", "y"].text == "B × 12 × 16 × 16"
    edited = backbone(Edit(do="insert_after", path="layer1", block="branch"), groups=(BRANCH,))
    faulty = edited.model_copy(update={"groups": (row("branch", conv(channels=12)),)})
    assert plan(edited, cache=cache).sound
    assert not plan(faulty, cache=cache).sound


def test_what_an_edit_puts_in_is_opened_with_what_arrives_there() -> None:
    document = backbone(Edit(do="insert_after", path="layer1", block="branch"), groups=(BRANCH,))
    inside = opened(plan(document), ["backbone:0"])
    assert inside.specs["conv", "y"].text == "B × 64 × 16 × 16"
    assert reached(document, ["backbone:0"]) == "branch"
    for step in ("backbone:1", "backbone:x", "backbone", "gone"):
        with pytest.raises(Refused):
            opened(plan(document), [step])
        with pytest.raises(Refused):
            reached(document, [step])


def test_two_documents_are_compared_inside_their_groups_too() -> None:
    wider = row("gate", conv(channels=12), Node(id="relu", block="relu"), title="Small gate")
    before = network("gate", "gate", "gate")
    after = share(before, "c", "b").model_copy(update={"groups": (wider, row("other", conv()))})
    found = compare(before, after)
    said = {change.said for change in found.changes if change.about in ("group", "weights")}
    assert set(found.nodes) == {"a", "b", "c", "pooled"}
    assert said == {
        "Small gate > conv.out_channels: 8 -> 12",
        "other: other",
        "c: weights of its own -> weights of b",
    }
