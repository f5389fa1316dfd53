"""Room on a wire: what a repair puts there covers nothing."""

from builder import Document, add, connect, repair
from builder.documents.document import Edge
from builder.documents.placing import COLUMN, with_room


def chain(gap: int) -> Document:
    network = add(Document(), "vector_input", "numbers", width=4)
    network = add(network, "linear", "step", out_features=4, position=(gap, 40))
    network = add(network, "value_output", "out", position=(2 * gap, 0))
    return connect(connect(network, "numbers.vector", "step.x"), "step.y", "out.x")


def test_what_lies_to_the_right_moves_on() -> None:
    wire = {"source": "numbers", "output": "vector", "target": "step", "input": "x"}
    change = {"do": "insert_on", "wire": wire, "block": "relu", "input": "x", "output": "y"}
    placed = {node.id: node.position for node in repair(chain(280), [change]).nodes}
    assert placed == {
        "numbers": (0, 0),
        "relu": (COLUMN, 20),
        "step": (2 * COLUMN, 40),
        "out": (2 * COLUMN + 280, 0),
    }


def test_what_stands_in_another_row_stays() -> None:
    network = add(chain(280), "linear", "next", out_features=4, position=(0, 300))
    network = add(network, "value_output", "end", position=(280, 300))
    network = connect(connect(network, "step.y", "next.x"), "next.y", "end.x")
    moved, place = with_room(network, network.edges[-1])
    assert place == (COLUMN, 300)
    assert {node.id: node.position[0] for node in moved.nodes if node.position[0]} == {
        "step": 280,
        "out": 560,
        "end": 2 * COLUMN,
    }


def test_a_long_wire_and_one_that_leads_back_move_nothing() -> None:
    wide = chain(700)
    assert with_room(wide, wide.edges[0]) == (wide, (350, 20))
    back = Edge(source="out", output="y", target="numbers", input="vector")
    assert with_room(wide, back) == (wide, (1400 + COLUMN, 0))


def test_nothing_leaves_the_plane() -> None:
    network = chain(280)
    far = network.replace_node(network.node("out").model_copy(update={"position": (999_990, 0)}))
    moved, _ = with_room(far, far.edges[0])
    assert moved.node("out").position == (1_000_000, 0)
