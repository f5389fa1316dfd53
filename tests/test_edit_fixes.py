"""Faults of surgery: the explanation leads to the edit, not to where PyTorch stopped, and each fix was tried."""

import pytest

from builder import Document, add, connect, load, plan, repair
from builder.documents.editing import add_edit
from builder.documents.examples import FOLDERS
from builder.fixes import with_fixes
from builder.planning.planned import Plan
from builder.problem import Fix, Problem, Refused

FAULTY = FOLDERS[-1].parent / "faulty"


def opened(name: str) -> tuple[Document, tuple[Problem, ...]]:
    planned = with_fixes(plan(load(FAULTY / name)))
    return planned.document, planned.problems


def repaired(document: Document, fix: Fix) -> Plan:
    return plan(repair(document, fix.changes))


def test_a_replaced_block_is_named_and_not_the_one_where_pytorch_stopped() -> None:
    document, (problem,) = opened("s06_residual_block_replaced.json")
    assert (problem.code, problem.node, problem.param) == ("edit_shape", "backbone", "edits")
    assert problem.said.startswith("What stands at layer4.0 now gives B × 1024 × 4 × 4")
    assert "layer4.1.conv1 still expects that" in problem.said
    assert (problem.expected, problem.got) == ("B × 2048 × 2 × 2", "B × 1024 × 4 × 4")
    sizes = [repaired(document, fix).size.parameters for fix in problem.fixes]
    assert sizes == [76_215_370, 42_404_938, 23_528_522]


def test_a_width_that_was_set_by_hand_may_follow_from_what_arrives() -> None:
    document, (problem, silent) = opened("s05_dropout_and_batch_norm.json")
    assert problem.said.startswith("At layer4.0.bn2: num_features was set to 1024, and the input has 512")
    first = repaired(document, problem.fixes[0])
    assert first.sound
    assert first.document.node("backbone").edits[0].params == {}
    assert first.size.parameters == 23_528_522
    assert (silent.severity, silent.node) == ("warning", "drop")


def test_gates_that_are_never_called_move_inside_one_by_one() -> None:
    document, problems = opened("s07_squeeze_excitation.json")
    assert [problem.code for problem in problems] == ["unused_node"] * 4
    assert sum("8,464" in problem.said or "526,464" in problem.said for problem in problems) == 2
    for problem in problems:
        document = repair(document, problem.fixes[0].changes)
    mended = plan(document)
    assert mended.sound
    assert [edit.path for edit in document.node("backbone").edits] == [
        "layer1.2",
        "layer2.3",
        "layer3.5",
        "layer4.2",
    ]
    assert (mended.size.parameters, mended.size.trainable) == (24_228_922, 720_890)


def test_only_the_guilty_one_of_several_edits_is_offered_back_first() -> None:
    document = add(Document(), "image_input", "image", size=64)
    document = connect(add(document, "torchvision", "net", model="resnet18"), "image.image", "net.image")
    document = connect(add(document, "value_output", "value"), "net.features", "value.x")
    document = add_edit(document, "net", "insert_after", "layer1", "squeeze_excitation")
    document = add_edit(document, "net", "replace", "layer2.0", "conv2d", out_channels=5, kernel_size=3)
    problem = with_fixes(plan(document)).problems[0]
    assert "layer2.1.conv1 still expects" in problem.said
    assert problem.fixes
    assert all("layer2.0" in fix.title for fix in problem.fixes)


def test_a_change_of_an_edit_that_is_gone_is_refused() -> None:
    document, (problem,) = opened("s06_residual_block_replaced.json")
    gone = document.replace_node(document.node("backbone").model_copy(update={"edits": ()}))
    with pytest.raises(Refused, match="does not fit the document any more"):
        repair(gone, problem.fixes[0].changes)


def test_a_convolution_in_the_place_of_a_stage_gets_its_width_padding_and_stride() -> None:
    network = load(FOLDERS[-1] / "s05_dropout_and_batch_norm.json")
    network = add_edit(network, "backbone", "replace", "layer3", "conv2d")
    (problem,) = with_fixes(plan(network)).problems
    assert problem.code == "edit_shape"
    fix = problem.fixes[0]
    assert fix.title == "Give the block at layer3 out_channels 1024, padding 1 and stride 2"
    assert repaired(network, fix).sound
