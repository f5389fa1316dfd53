"""Laws of the document: what is saved is what is loaded, and edits leave the original alone."""

import json
from pathlib import Path

import pytest

from builder import Document, DocumentError, add, connect, dumps, freeze, load, loads, save, set_param, tap
from builder.documents.editing import (
    disconnect,
    fresh_id,
    insert_on,
    move_source,
    remove,
    rename,
    repair,
    unfreeze,
)
from builder.problem import Refused
from tests.networks import line, two_heads


def test_save_then_load_gives_the_same_document(tmp_path: Path) -> None:
    network = tap(freeze(two_heads(), "backbone", up_to="layer3"), "backbone", "layer2")
    save(network, tmp_path / "network.json")
    assert load(tmp_path / "network.json") == network


def test_saving_leaves_no_draft_behind(tmp_path: Path) -> None:
    save(line(), tmp_path / "network.json")
    assert [path.name for path in tmp_path.iterdir()] == ["network.json"]


def test_the_file_holds_only_strings_and_numbers_and_no_defaults() -> None:
    data = json.loads(dumps(line()))
    assert data["nodes"][1] == {"id": "scores", "block": "linear", "params": {"out_features": 3}}
    assert data["edges"][0] == {"source": "numbers", "output": "vector", "target": "scores", "input": "x"}


def test_reading_says_every_fault_at_once() -> None:
    text = '{"format": "netgraft", "version": 1, "nodes": [{"id": "1"}, {"id": "a", "block": "relu", "eval": 1}]}'
    with pytest.raises(DocumentError) as caught:
        loads(text)
    assert [(problem.code, problem.node) for problem in caught.value.problems] == [
        ("document_value", "1"),
        ("document_value", "1"),
        ("document_key", "a"),
    ]


def test_edits_return_a_new_document() -> None:
    network = line()
    changed = set_param(network, "scores", "out_features", 5)
    assert network.node("scores").params == {"out_features": 3}
    assert changed.node("scores").params == {"out_features": 5}
    assert set_param(changed, "scores", "out_features", None).node("scores").params == {}


def test_connect_and_disconnect_are_inverse() -> None:
    network = line()
    bare = disconnect(network, "scores.y", "kind.x")
    assert len(bare.edges) == 1
    assert connect(bare, "scores.y", "kind.x") == network


def test_removing_a_node_takes_its_wires_along() -> None:
    assert remove(line(), "scores").edges == ()


def test_a_taken_id_is_refused() -> None:
    with pytest.raises(DocumentError, match="a node 'scores' already"):
        add(line(), "relu", "scores")


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({}, {"what": "all"}),
        ({"up_to": "layer3"}, {"what": "up_to", "path": "layer3"}),
        ({"matching": ["layer1.*"]}, {"what": "matching", "patterns": ["layer1.*"]}),
        ({"normalisation": True}, {"what": "normalisation"}),
    ],
    ids=["all", "up to", "matching", "normalisation"],
)
def test_freezing_is_data(options: dict, what: dict) -> None:
    network = freeze(two_heads(), "backbone", **options)
    frozen = next(node for node in json.loads(dumps(network))["nodes"] if node["id"] == "backbone")
    assert frozen["freeze"] == what
    assert unfreeze(network, "backbone").node("backbone").freeze is None


def test_a_bad_path_is_refused_with_the_node() -> None:
    with pytest.raises(DocumentError) as caught:
        tap(two_heads(), "backbone", "layer1; import os")
    assert caught.value.problems[0].node == "backbone"


def test_what_a_node_cannot_hold_is_told_in_our_words() -> None:
    with pytest.raises(DocumentError, match=r"such as layer1\.\*\.$"):
        freeze(line(), "scores", matching=["a b"])
    with pytest.raises(DocumentError, match=r"label must be at most 200 characters\.$"):
        rename(line(), "scores", "ok", "y" * 300)


def test_a_repair_is_applied_as_data() -> None:
    wire = {"source": "numbers", "output": "vector", "target": "scores", "input": "x"}
    fixed = repair(line(), [{"do": "insert_on", "wire": wire, "block": "relu", "input": "x", "output": "y"}])
    assert [str(edge) for edge in fixed.into("scores")] == ["relu.y -> scores.x"]
    assert [str(edge) for edge in fixed.into("relu")] == ["numbers.vector -> relu.x"]


@pytest.mark.parametrize("change", [{"do": "exec"}, {}, {"do": "remove"}, {"do": "insert_on", "wire": {}}])
def test_a_change_that_is_not_offered_is_refused(change: dict) -> None:
    with pytest.raises(Refused):
        repair(line(), [change])


def test_moving_and_inserting_keep_the_order_of_wires() -> None:
    network = two_heads()
    wire = network.into("second_hidden")[0].model_dump()
    moved = move_source(network, wire, "backbone", "map")
    assert [edge.target for edge in moved.edges] == [edge.target for edge in network.edges]
    inserted = insert_on(network, wire, "relu", "x", "y")
    assert inserted.out_of("backbone")[1].target == fresh_id(network, "relu") == "relu"


def test_an_empty_document_is_a_document() -> None:
    assert loads('{"format": "netgraft", "version": 1}') == Document()
