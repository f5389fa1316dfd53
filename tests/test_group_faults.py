"""What is wrong with a group, or inside one, is told with the way in."""

import pytest

from builder import (
    Document,
    DocumentError,
    add,
    connect,
    plan,
    to_module,
)
from builder.documents.document import MAX_NODES, Edit, Group, Node
from tests.grouped import GATE, codes, conv, narrow, network, row


def test_a_problem_inside_names_the_group_and_the_node() -> None:
    document = add(network("narrow", groups=(narrow(),)), "relu", "loose")
    problem = next(problem for problem in plan(document).problems if problem.node == "a")
    assert problem.code == "features"
    assert problem.inside == ("line",)
    assert problem.said.startswith("Narrow > Linear: ")
    assert "a > line" in str(problem)


def test_all_problems_inside_are_told_with_their_way_in() -> None:
    outer = row("outer", Node(id="deep", block="narrow"), title="Outer")
    two = outer.model_copy(update={"nodes": (*outer.nodes, Node(id="lost", block="relu"))})
    found = [p for p in plan(network("outer", groups=(narrow(), two))).problems if p.node == "a"]
    assert {p.inside for p in found} == {("deep", "line"), ("lost",)}
    assert any(p.said.startswith("Outer > Narrow > Linear: ") for p in found)


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
