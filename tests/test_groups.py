"""Groups: made of a selection, used again and again, inside each other and inside backbones; weights shared or not."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
import torch

from builder import (
    Document,
    DocumentError,
    Refused,
    add,
    connect,
    dumps,
    fit,
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
from builder.comparing import compare
from builder.compile import run_source
from builder.document import MAX_NODES, Edge, Edit, Group, Node
from builder.groups.opening import opened, reached
from builder.plan_cache import Cache


def wires(*texts: str) -> tuple[Edge, ...]:
    """Wires written as ``a.x > b.y``."""
    found = []
    for text in texts:
        source, target = text.split(" > ")
        (start, output), (end, port) = source.split("."), target.split(".")
        found.append(Edge(source=start, output=output, target=end, input=port))
    return tuple(found)


def row(id: str, *nodes: Node, title: str = "") -> Group:
    """A group of nodes in a row, from one port to another."""
    inner = (Node(id="x", block="group_input"), *nodes, Node(id="y", block="group_output"))
    gives = ["x", *("y" for _ in nodes)]
    chained = [
        f"{one.id}.{port} > {other.id}.x" for one, port, other in zip(inner, gives, inner[1:], strict=False)
    ]
    return Group(id=id, title=title, nodes=inner, edges=wires(*chained))


def conv(id: str = "conv", channels: int = 8) -> Node:
    return Node(id=id, block="conv2d", params={"out_channels": channels, "kernel_size": [3], "padding": [1]})


GATE = row("gate", conv(), Node(id="relu", block="relu"), title="Small gate")


def network(*blocks: str, groups: Iterable[Group] = (GATE,), size: int = 16) -> Document:
    """Images -> these blocks in a row, named a, b, c -> ten classes."""
    document = add(Document(groups=tuple(groups)), "image_input", "image", size=size)
    last = "image.image"
    for name, block in zip("abcdef", blocks, strict=False):
        document = connect(add(document, block, name), last, f"{name}.x")
        last = f"{name}.y"
    document = connect(add(document, "global_average_pool", "pooled"), last, "pooled.x")
    document = connect(add(document, "linear", "scores"), "pooled.y", "scores.x")
    return connect(add(document, "class_output", "digit"), "scores.y", "digit.x")


def flat() -> Document:
    """The same without groups: two convolutions, the second beside a shortcut."""
    document = add(Document(), "image_input", "image", size=16)
    document = connect(add(document, "conv2d", "first", out_channels=8), "image.image", "first.x")
    document = connect(
        add(document, "conv2d", "second", out_channels=8, kernel_size=[1]), "first.y", "second.x"
    )
    document = connect(add(document, "relu", "relu"), "second.y", "relu.x")
    document = connect(connect(add(document, "add", "sum"), "first.y", "sum.xs"), "relu.y", "sum.xs")
    document = connect(add(document, "global_average_pool", "pooled"), "sum.y", "pooled.x")
    document = connect(add(document, "linear", "scores"), "pooled.y", "scores.x")
    return connect(add(document, "class_output", "digit"), "scores.y", "digit.x")


def images() -> torch.Tensor:
    return torch.rand(2, 3, 16, 16, generator=torch.Generator().manual_seed(0))


def given(document: Document) -> torch.Tensor:
    with torch.no_grad():
        return to_module(document).eval()(images())


def codes(document: Document) -> list[str]:
    return [problem.code for problem in plan(document).problems]


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


# Sharing


def test_shared_weights_count_once_and_are_called_twice() -> None:
    document = network("gate", "gate", "gate")
    shared = share(document, "c", "b")
    assert plan(document).size.parameters - plan(shared).size.parameters == 8 * 9 * 8 + 8
    module = to_module(shared)
    assert not hasattr(module, "c")
    assert to_source(shared).count("self.b(") == 2
    twin = to_module(document)
    state = module.state_dict()
    twin.load_state_dict(
        state | {name.replace("b.", "c.", 1): v for name, v in state.items() if name.startswith("b.")}
    )
    assert torch.equal(module(images()), twin(images()))


def test_a_siamese_network_of_any_block() -> None:
    document = Document()
    for name in ("left", "right"):
        document = add(document, "image_input", f"{name}_image", size=32)
        document = connect(
            add(document, "torchvision", name, model="resnet18"), f"{name}_image.image", f"{name}.image"
        )
    document = connect(
        connect(add(document, "cosine_similarity", "alike"), "left.features", "alike.a"),
        "right.features",
        "alike.b",
    )
    document = connect(add(document, "value_output", "out"), "alike.y", "out.x")
    document = freeze(share(document, "right", "left"), "left")
    planned = plan(document)
    assert planned.problems == ()
    assert planned.size.parameters == 11_176_512
    assert planned.size.trainable == 0
    picture = torch.rand(2, 3, 32, 32)
    assert torch.allclose(to_module(document)(picture, picture), torch.ones(2), atol=1e-5)


UNLIKE = {
    "another block": (share(network("gate", "conv2d"), "b", "a"), "differs"),
    "another parameter": (
        share(network("conv2d", "conv2d"), "b", "a").replace_node(
            conv(
                "b",
                16,
            ).model_copy(update={"shares": "a"})
        ),
        "differs",
    ),
    "another width arrives": (share(network("gate", "gate"), "b", "a"), "needs other weights"),
    "its own": (share(network("gate"), "a", "a"), "its own"),
    "a node that is not there": (share(network("gate"), "a", "z"), "no such node"),
    "one that shares": (
        share(share(network("gate", "gate", "gate"), "c", "b"), "b", "a"),
        "weights of its own",
    ),
    "one without weights": (share(network("transpose", "transpose"), "b", "a"), "no weights"),
    "frozen here": (freeze(share(network("gate", "gate", "gate"), "c", "b"), "c"), "frozen there"),
}


@pytest.mark.parametrize(("document", "said"), UNLIKE.values(), ids=UNLIKE)
def test_what_cannot_share_is_told(document: Document, said: str) -> None:
    found = [problem for problem in plan(document).problems if problem.code == "shares"]
    assert found
    assert said in found[0].said
    assert found[0].expected
    assert found[0].got


# Problems


def narrow(features: int = 99) -> Group:
    """A group whose linear layer expects a width that never comes."""
    return row(
        "narrow",
        Node(id="flat", block="flatten"),
        Node(id="line", block="linear", params={"in_features": features}),
        title="Narrow",
    )


def test_a_problem_inside_names_the_group_and_the_node() -> None:
    document = add(network("narrow", groups=(narrow(),)), "relu", "loose")
    problem = next(problem for problem in plan(document).problems if problem.node == "a")
    assert problem.code == "features"
    assert problem.inside == ("line",)
    assert problem.said.startswith("Narrow > line: ")
    assert "a > line" in str(problem)


def test_all_problems_inside_are_told_with_their_way_in() -> None:
    outer = row("outer", Node(id="deep", block="narrow"), title="Outer")
    two = outer.model_copy(update={"nodes": (*outer.nodes, Node(id="lost", block="relu"))})
    found = [p for p in plan(network("outer", groups=(narrow(), two))).problems if p.node == "a"]
    assert {p.inside for p in found} == {("deep", "line"), ("lost",)}
    assert any(p.said.startswith("Outer > Narrow > line: ") for p in found)


def circle() -> tuple[Group, ...]:
    return (row("one", Node(id="a", block="two")), row("two", Node(id="b", block="one")))


def bomb(depth: int, width: int) -> tuple[Group, ...]:
    """Groups that hold each other, many times over at every level."""
    found = [row("g0", conv())]
    for level in range(1, depth):
        found.append(
            row(f"g{level}", *(Node(id=f"n{number}", block=f"g{level - 1}") for number in range(width)))
        )
    return tuple(found)


def in_an_edit(name: str) -> Group:
    edit = Edit(do="insert_after", path="layer1", block=name)
    return row("self", Node(id="net", block="torchvision", edits=(edit,)))


FAULTY: dict[str, tuple[Document, set[str]]] = {
    "a circle of two": (network("one", groups=circle()), {"group_circle"}),
    "itself": (network("one", groups=(row("one", Node(id="a", block="one")),)), {"group_circle"}),
    "itself, in an edit": (network("self", groups=(in_an_edit("self"),)), {"group_circle"}),
    "a circle that nobody uses": (network("conv2d", groups=circle()), {"group_circle"}),
    "a circle further in": (
        network("top", groups=(*circle(), row("top", Node(id="a", block="one")))),
        {"group_circle"},
    ),
    "a bomb": (network("g63", groups=bomb(64, 100)), {"group_size"}),
    "a small bomb": (network("g2", groups=bomb(3, 25)), {"group_size"}),
    "two of one name": (network("gate", groups=(GATE, GATE)), {"group_name"}),
    "the name of a block": (network("relu", groups=(row("relu", conv()),)), {"group_name"}),
    "no output": (
        network("gate", groups=(GATE.model_copy(update={"nodes": GATE.nodes[:-1]}),)),
        {"no_output", "missing_node", "unknown_port"},
    ),
    "an input of the network inside": (
        network(
            "gate",
            groups=(GATE.model_copy(update={"nodes": (*GATE.nodes, Node(id="image", block="image_input"))}),),
        ),
        {"group_port"},
    ),
    "a port outside": (add(network("gate"), "group_input", "port"), {"group_port"}),
    "a port that is not there": (connect(network("gate"), "image.image", "a.z"), {"unknown_port"}),
    "an unknown block inside": (
        network("gate", groups=(row("gate", Node(id="a", block="no_such")),)),
        {"unknown_block"},
    ),
}


@pytest.mark.parametrize(("document", "expected"), FAULTY.values(), ids=FAULTY)
def test_faulty_groups_are_told(document: Document, expected: set[str]) -> None:
    assert expected & set(codes(document))
    assert set(codes(document)) <= expected
    with pytest.raises(DocumentError):
        to_module(document)


def test_the_largest_sound_nesting_is_planned() -> None:
    document = network("g1", groups=bomb(2, 90))
    assert plan(document).problems == ()
    assert MAX_NODES < 2 * 90 * 3


# Inside backbones


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
    assert "Narrow > line" in problem.said


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


# Training


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
