"""Order, cycles and ancestry, as a table of small graphs."""

import random

import pytest

from builder import Document, add, connect
from builder.documents.graph import Graph


def graph(*wires: str) -> Document:
    """A document of identity nodes with wires such as ``ab`` from a to b."""
    document = Document()
    for name in sorted(set("".join(wires))):
        document = add(document, "identity", name)
    for source, target in wires:
        document = connect(document, f"{source}.y", f"{target}.x")
    return document


@pytest.mark.parametrize(
    ("wires", "order"),
    [
        (["ab", "bc"], "abc"),
        (["cb", "ba"], "cba"),
        (["ac", "bc", "cd"], "abcd"),
        (["ab", "ac", "bd", "cd"], "abcd"),
        (["ab", "ab"], "ab"),
        (["ab", "bc", "cb", "cd", "ae"], "ae"),
        (["aa", "bc"], "bc"),
    ],
    ids=["chain", "backwards", "join", "diamond", "double wire", "cycle and what follows", "self loop"],
)
def test_order(wires: list[str], order: str) -> None:
    assert "".join(Graph.of(graph(*wires)).order()) == order


def test_cycles_name_their_nodes_in_document_order() -> None:
    assert Graph.of(graph("ab", "cb", "bc", "dd")).cycles() == (("b", "c"), ("d",))


def test_above_and_below() -> None:
    known = Graph.of(graph("ab", "bc", "dc", "ce"))
    assert known.above(["c"]) == {"a", "b", "c", "d"}
    assert known.below("b") == {"c", "e"}


def test_a_reordered_document_keeps_each_node_after_what_feeds_it() -> None:
    document = graph("ab", "ac", "bd", "cd", "de", "ae")
    nodes = list(document.nodes)
    random.Random(3).shuffle(nodes)
    order = Graph.of(document.model_copy(update={"nodes": tuple(nodes)})).order()
    assert all(order.index(edge.source) < order.index(edge.target) for edge in document.edges)
