"""Groups: made of a selection, taken apart again, and used again and again, inside each other too."""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from builder import (
    Document,
    DocumentError,
    add,
    connect,
    dumps,
    freeze,
    group,
    loads,
    plan,
    set_param,
    share,
    tap,
    to_module,
    to_source,
    ungroup,
)
from builder.documents.document import Group, Node
from builder.writing.compile import run_source
from tests.grouped import GATE, codes, conv, flat, given, images, network, row, wires


def test_the_sentence_of_a_group_does_not_count_its_ports() -> None:
    document = network("gate", groups=(GATE, row("single", conv())))
    made = plan(document).registry
    assert "A group of 2 nodes;" in made.get("gate").sentence
    assert "A group of 1 node;" in made.get("single").sentence


# Making and taking apart


SELECTIONS = {
    "one node": (["first"], ["x"], ["y"]),
    "a row": (["second", "relu"], ["x"], ["y"]),
    "with its shortcut": (["first", "second", "relu", "sum"], ["x"], ["y"]),
    "a shortcut from outside": (["second", "relu", "sum"], ["x"], ["y"]),
    "two ends": (["first", "second"], ["x"], ["first_y", "second_y"]),
    "the last part": (["pooled", "scores"], ["x"], ["y"]),
}


@pytest.mark.parametrize(("nodes", "inputs", "outputs"), SELECTIONS.values(), ids=SELECTIONS)
def test_a_selection_becomes_a_group_and_comes_apart_again(
    nodes: list[str], inputs: list[str], outputs: list[str]
) -> None:
    before = flat()
    made = group(before, nodes, "part", "A part")
    planned = plan(made)
    block = planned.block("part")
    assert planned.problems == ()
    assert (list(block.inputs), list(block.outputs)) == (inputs, outputs)
    assert planned.size == plan(before).size
    weights = {name.removeprefix("part."): tensor for name, tensor in to_module(made).state_dict().items()}
    module = to_module(before)
    assert weights.keys() == module.state_dict().keys()
    module.load_state_dict(weights)
    assert torch.equal(module(images()), to_module(made)(images()))
    again = ungroup(made, "part")
    assert {node.id for node in again.nodes} == {node.id for node in before.nodes}
    assert set(again.edges) == set(before.edges)
    module.load_state_dict(to_module(again).state_dict())
    assert torch.equal(module(images()), given(again))


def test_open_ends_and_inputs_without_a_wire_become_ports() -> None:
    document = connect(add(add(Document(), "conv2d", "one"), "relu", "two"), "one.y", "two.x")
    made = group(document, ["one", "two"], "part")
    block = plan(made).block("part")
    assert (list(block.inputs), list(block.outputs)) == (["x"], ["y"])


def test_several_inputs_are_named_after_where_they_come_from() -> None:
    document = group(flat(), ["sum"], "part")
    assert [node.id for node in document.groups[0].nodes] == ["first_xs", "relu_xs", "sum", "y"]


REFUSED: dict[str, tuple[Callable[[], Document], str]] = {
    "a path leaves and comes back": (lambda: group(flat(), ["first", "sum"], "part"), "group_path"),
    "an input of the network": (lambda: group(flat(), ["image", "first"], "part"), "group"),
    "nothing": (lambda: group(flat(), [], "part"), "group"),
    "a node that is not there": (lambda: group(flat(), ["third"], "part"), "group"),
    "the name of a block": (lambda: group(flat(), ["first"], "linear"), "group_name"),
    "the name of a group": (lambda: group(network("gate"), ["a"], "gate"), "group_name"),
    "no name": (lambda: group(flat(), ["first"], "A part"), "document_value"),
    "half of a pair that shares": (
        lambda: group(share(network("conv2d", "conv2d"), "b", "a"), ["b"], "part"),
        "group",
    ),
    "taking apart what is no group": (lambda: ungroup(flat(), "first"), "group"),
    "taking apart what is not there": (lambda: ungroup(flat(), "third"), "group"),
    "taking apart what is tapped": (lambda: ungroup(tap(network("gate"), "a", "conv"), "a"), "group"),
    "taking apart what is frozen in part": (
        lambda: ungroup(freeze(network("gate"), "a", up_to="conv"), "a"),
        "group",
    ),
}


@pytest.mark.parametrize(("attempt", "code"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused(attempt: Callable[[], Document], code: str) -> None:
    with pytest.raises(DocumentError) as refused:
        attempt()
    assert code in [problem.code for problem in refused.value.problems]


def test_a_frozen_group_comes_apart_into_frozen_nodes() -> None:
    again = ungroup(freeze(network("gate"), "a"), "a")
    assert plan(again).nodes["conv"].frozen == ("",)


# Using


def test_the_shapes_inside_come_from_what_arrives() -> None:
    planned = plan(network("gate", "gate"))
    assert planned.problems == ()
    assert [planned.specs[name, "y"].text for name in "ab"] == ["B × 8 × 16 × 16"] * 2
    assert planned.size.parameters == (3 * 9 * 8 + 8) + (8 * 9 * 8 + 8) + 90


def test_each_set_of_sizes_is_a_class_of_its_own() -> None:
    text = to_source(network("gate", "gate", "gate"))
    assert [line for line in text.splitlines() if line.startswith("class ")] == [
        "class SmallGate(nn.Module):",
        "class SmallGate2(nn.Module):",
        "class Net(nn.Module):",
    ]
    assert text.count("SmallGate2()") == 2


def test_a_class_says_no_shapes_where_its_uses_differ() -> None:
    text = to_source(network("conv2d", "gate", "max_pool2d", "gate"))
    assert text.count("class SmallGate") == 2
    document = network("conv2d", "gate", "max_pool2d", "gate")
    document = set_param(document, "a", "out_channels", 8)
    assert '"""Small gate."""' in to_source(document)
    assert given(document).shape == (2, 10)


def test_keys_are_the_names_of_the_nodes() -> None:
    outer = row("outer", Node(id="deep", block="gate"))
    assert list(to_module(network("outer", groups=(GATE, outer))).state_dict())[:2] == [
        "a.deep.conv.weight",
        "a.deep.conv.bias",
    ]


EXPORTED = {
    "twice": network("gate", "gate"),
    "nested": network("outer", "gate", groups=(GATE, row("outer", Node(id="deep", block="gate")))),
    "shared": share(network("conv2d", "gate", "gate").replace_node(conv("a")), "c", "b"),
    "frozen": freeze(network("gate"), "a"),
    "a name that is a word of ours": network("max", groups=(row("max", conv("train"), title="Net"),)),
    "a title in another script": network("part", groups=(row("part", conv(), title="Блок"),)),
    "a title that ends a text": network("part", groups=(row("part", conv(), title='"""\\'),)),
}


@pytest.mark.parametrize("document", EXPORTED.values(), ids=EXPORTED)
def test_the_export_is_the_live_module(document: Document) -> None:
    exported = run_source(to_source(document))["build"]().eval()
    live = to_module(document).eval()
    assert exported.state_dict().keys() == live.state_dict().keys()
    with torch.no_grad():
        assert torch.equal(exported(images()), live(images()))
    assert loads(dumps(document)) == document


def test_weights_are_saved_and_loaded_by_name(tmp_path: Any) -> None:
    document = network("gate", "gate")
    first = to_module(document)
    torch.save(first.state_dict(), tmp_path / "weights.pt")
    second = to_module(document.model_copy(update={"seed": 7}))
    second.load_state_dict(torch.load(tmp_path / "weights.pt"))
    assert torch.equal(first(images()), second(images()))


def test_a_group_with_several_ports_gives_each_by_name() -> None:
    inner = Group(
        id="pair",
        nodes=(
            Node(id="left", block="group_input"),
            Node(id="right", block="group_input"),
            Node(id="total", block="add"),
            Node(id="sum", block="group_output"),
            Node(id="same", block="group_output"),
        ),
        edges=wires("left.x > total.xs", "right.x > total.xs", "total.y > sum.x", "left.x > same.x"),
    )
    document = add(Document(groups=(inner,)), "vector_input", "one", width=4)
    document = add(add(document, "vector_input", "two", width=4), "pair", "both")
    document = connect(connect(document, "one.vector", "both.left"), "two.vector", "both.right")
    for port in ("sum", "same"):
        document = connect(add(document, "value_output", f"{port}_out"), f"both.{port}", f"{port}_out.x")
    one, two = torch.ones(2, 4), torch.full((2, 4), 3.0)
    results = to_module(document)(one, two)
    assert torch.equal(results["sum_out"], one + two)
    assert torch.equal(results["same_out"], one)


def test_a_tap_inside_a_group_is_an_output() -> None:
    document = tap(network("gate"), "a", "conv")
    document = connect(add(document, "global_average_pool", "beside"), "a.conv", "beside.x")
    document = connect(add(document, "value_output", "seen"), "beside.y", "seen.x")
    assert plan(document).specs["a", "conv"].text == "B × 8 × 16 × 16"
    module = to_module(document)
    assert torch.equal(module(images())["seen"], module.get_submodule("a.conv")(images()).mean(dim=(2, 3)))


def test_a_mask_passes_through_a_group() -> None:
    inner = Group(
        id="reader",
        nodes=(
            Node(id="ids", block="group_input"),
            Node(id="mask", block="group_input"),
            Node(id="table", block="embedding"),
            Node(id="mean", block="masked_mean"),
            Node(id="y", block="group_output"),
        ),
        edges=wires("ids.x > table.x", "mask.x > mean.mask", "table.y > mean.x", "mean.y > y.x"),
    )
    document = add(add(Document(groups=(inner,)), "text_input", "text"), "reader", "read")
    document = connect(connect(document, "text.ids", "read.ids"), "text.mask", "read.mask")
    document = connect(add(document, "value_output", "out"), "read.y", "out.x")
    planned = plan(document)
    assert planned.problems == ()
    assert {name: port.kind for name, port in planned.block("read").inputs.items()} == {
        "ids": "ids",
        "mask": "mask",
    }
    swapped = document.model_copy(
        update={
            "edges": tuple(
                edge.model_copy(update={"input": {"ids": "mask", "mask": "ids"}.get(edge.input, edge.input)})
                for edge in document.edges
            )
        }
    )
    assert codes(swapped) == ["wire_kind", "wire_kind"]
