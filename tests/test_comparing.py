"""What changed between two documents: nodes, wires, parameters, edits, taps, freezing, shapes and totals."""

import json

import pytest
from typer.testing import CliRunner

from builder import Document, add, compare, connect, disconnect, freeze, load, remove, save, set_param, tap
from builder.cli import cli
from builder.documents.document import Edit
from builder.documents.examples import example_path


def line() -> Document:
    network = add(Document(title="A line"), "vector_input", "row", width=13)
    network = add(network, "linear", "hidden", out_features=8)
    network = add(network, "linear", "scores", out_features=3)
    network = add(network, "class_output", "kind")
    for source, target in (("row.vector", "hidden.x"), ("hidden.y", "scores.x"), ("scores.y", "kind.x")):
        network = connect(network, source, target)
    return network


def said(before: Document, after: Document) -> list[str]:
    return [f"{change.kind} {change.about} {change.said}" for change in compare(before, after).changes]


def test_the_same_is_the_same_wherever_it_stands() -> None:
    moved = line().replace_node(line().node("hidden").model_copy(update={"position": (900, 40)}))
    found = compare(line(), moved)
    assert found.same
    assert str(found) == "no difference"


def test_a_parameter_and_what_follows_from_it() -> None:
    found = compare(line(), set_param(line(), "hidden", "out_features", 16))
    assert [change.said for change in found.changes] == [
        "hidden.out_features: 8 -> 16",
        "hidden.y: B × 8 -> B × 16",
    ]
    assert found.nodes == {"hidden": "changed"}
    assert found.parameters == (13 * 8 + 8 + 8 * 3 + 3, 13 * 16 + 16 + 16 * 3 + 3)


def test_a_parameter_set_to_its_default_is_no_change() -> None:
    assert compare(line(), set_param(line(), "hidden", "bias", True)).same


def test_nodes_and_wires() -> None:
    after = disconnect(line(), "hidden.y", "scores.x")
    after = connect(add(after, "relu", "relu"), "hidden.y", "relu.x")
    after = connect(after, "relu.y", "scores.x")
    found = compare(line(), after)
    assert found.nodes == {"relu": "added"}
    assert found.wires == {
        "hidden.y -> scores.x": "gone",
        "hidden.y -> relu.x": "added",
        "relu.y -> scores.x": "added",
    }
    back = compare(after, line())
    assert back.nodes == {"relu": "gone"}
    assert "gone node relu: ReLU" in said(after, line())


def test_freezing_taps_and_edits() -> None:
    before = load(example_path("s12"))
    after = tap(freeze(before, "backbone", up_to="layer2"), "backbone", "layer3")
    node = after.node("backbone")
    edit = Edit.model_validate({"do": "insert_after", "path": "layer1.0", "block": "squeeze_excitation"})
    after = after.replace_node(node.model_copy(update={"edits": (edit,)}))
    found = compare(before, after)
    lines = [change.said for change in found.changes]
    assert "backbone: all frozen -> frozen up to layer2" in lines
    assert "backbone.layer3" in lines
    assert "backbone.layer1.0: insert after layer1.0: squeeze_excitation" in lines
    assert found.nodes == {"backbone": "changed"}
    assert found.frozen[0] == 318
    assert found.trainable[1] > found.trainable[0]


def test_settings_of_the_document() -> None:
    before, after = load(example_path("s12")), load(example_path("s12"))
    assert after.training is not None
    after = after.model_copy(
        update={"title": "Other", "training": after.training.model_copy(update={"epochs": 99})}
    )
    assert [change.place for change in compare(before, after).changes] == ["title", "training epochs"]


def test_broken_documents_are_compared_as_far_as_they_go() -> None:
    broken = set_param(line(), "scores", "in_features", 9)
    assert "changed parameter scores.in_features: automatic -> 9" in said(line(), broken)
    assert compare(line(), remove(line(), "hidden")).nodes["hidden"] == "gone"


@pytest.mark.parametrize("as_json", [False, True])
def test_the_command(tmp_path, as_json: bool) -> None:
    for name, network in (("a", line()), ("b", set_param(line(), "hidden", "out_features", 16))):
        save(network, tmp_path / f"{name}.json")
    arguments = [
        "compare",
        str(tmp_path / "a.json"),
        str(tmp_path / "b.json"),
        *(["--json"] if as_json else []),
    ]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 1
    if as_json:
        assert json.loads(done.stdout)["nodes"] == {"hidden": "changed"}
    else:
        assert "~ parameter  hidden.out_features: 8 -> 16" in done.stdout
    same = CliRunner().invoke(cli, ["compare", str(tmp_path / "a.json"), str(tmp_path / "a.json")])
    assert (same.exit_code, same.stdout) == (0, "no difference\n")


def test_look_prints_a_wire() -> None:
    done = CliRunner().invoke(cli, ["look", "s04", "backbone.map"])
    assert done.exit_code == 0
    assert "427 × 427 pixels" in done.stdout
    assert CliRunner().invoke(cli, ["look", "s04", "nobody.y"]).exit_code == 1
