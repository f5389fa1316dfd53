"""The canvas's server functions: one envelope for every answer, whatever is sent."""

import json
import logging
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from builder import Document, add, connect, dumps, group, loads, plan
from builder.planning.plan_cache import Cache
from builder.registry import default_registry
from builder.ui.bench import Bench
from builder.ui.functions import canvas_functions
from builder.ui.server.envelope import answered
from tests.networks import two_heads

FIELDS = {
    "code",
    "severity",
    "title",
    "node",
    "port",
    "param",
    "edit",
    "inside",
    "said",
    "expected",
    "got",
    "next",
    "help",
    "details",
    "fixes",
}


def bench() -> Bench:
    return Bench(default_registry(), Cache(), SimpleNamespace(), SimpleNamespace(), lambda request: "anna")


@pytest.fixture(scope="module")
def ask():
    functions = {function.__name__: function for function in canvas_functions(bench())}
    return lambda name, sent=None: functions[name](sent)


def line(**params: int) -> Document:
    network = add(Document(title="A line"), "vector_input", "numbers", width=13)
    network = add(network, "linear", "line", out_features=3, **params)
    network = add(network, "class_output", "answer")
    network = connect(network, "numbers.vector", "line.x")
    return connect(network, "line.y", "answer.x")


def test_the_functions_are_those_of_the_contract() -> None:
    names = [function.__name__ for function in canvas_functions(bench())]
    assert names == [
        "analyse",
        "catalogue",
        "open",
        "repair",
        "source",
        "examples",
        "example",
        "figures",
        "inside",
        "search_inside",
        "suited",
        "alike",
        "difference",
        "group",
        "ungroup",
        "wire",
        "costs",
        "predict",
        "compare",
        "values",
        "lessons",
        "lesson",
        "lesson_document",
        "judge",
        "keep_weights",
    ]


def test_analyse_echoes_the_revision_and_gives_shapes(ask) -> None:
    answer = ask("analyse", {"rev": 7, "document": dumps(line())})
    assert answer["ok"]
    assert answer["result"]["rev"] == 7
    assert answer["result"]["sound"]
    assert answer["result"]["outputs"]["line.y"]["text"] == "B × 3"


def test_an_analysis_is_plain_json(ask) -> None:
    for document in (line(), line(in_features=99)):
        answer = ask("analyse", {"rev": 1, "document": dumps(document)})
        assert json.loads(json.dumps(answer, allow_nan=False)) == answer


def test_a_fix_that_is_offered_repairs_the_document(ask) -> None:
    broken = dumps(line(in_features=99))
    problem = ask("analyse", {"rev": 1, "document": broken})["result"]["problems"][0]
    assert problem["node"] == "line"
    repaired = ask("repair", {"document": broken, "changes": problem["fixes"][0]["changes"]})
    assert ask("analyse", {"rev": 2, "document": repaired["result"]["document"]})["result"]["sound"]


def test_an_empty_document_is_analysed(ask) -> None:
    assert ask("analyse", {"rev": 0, "document": '{"format":"netgraft","version":1}'})["ok"]


def test_every_example_opens_and_is_sound(ask) -> None:
    listed = ask("examples")["result"]
    assert {row["system"] for row in listed} >= {"S01", "S03", "S04", "S12", "S16"}
    for row in listed:
        text = ask("example", {"id": row["id"]})["result"]["document"]
        assert ask("analyse", {"rev": 1, "document": text})["result"]["sound"], row["id"]


def test_no_answer_names_a_path_of_the_server(ask) -> None:
    assert str(Path(__file__).parents[1]) not in json.dumps([ask("examples"), ask("catalogue")])


def test_documents_travel_as_text(ask) -> None:
    """An object that looks like a FileData would make Gradio publish the file that it names."""
    text = ask("open", {"text": dumps(line())})["result"]["document"]
    assert isinstance(text, str)
    assert isinstance(ask("example", {"id": "s12"})["result"]["document"], str)
    assert isinstance(ask("repair", {"document": text, "changes": []})["result"]["document"], str)


def test_source_is_python_for_a_sound_document_and_problems_otherwise(ask) -> None:
    compile(ask("source", {"document": dumps(line())})["result"]["source"], "network.py", "exec")
    refused = ask("source", {"document": dumps(line(in_features=99))})
    assert not refused["ok"]
    assert refused["problems"][0]["node"] == "line"


FILE = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}
SMUGGLED = {
    "format": "netgraft",
    "version": 1,
    "nodes": [{"id": "a", "block": "relu", "params": {"x": FILE}}],
}


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("analyse", None),
        ("analyse", "text"),
        ("analyse", [1, 2]),
        ("analyse", {"rev": 1}),
        ("analyse", {"rev": 1, "document": {"format": "netgraft"}}),
        ("analyse", {"rev": 1, "document": ""}),
        ("analyse", {"rev": 1, "document": "{"}),
        ("analyse", {"rev": 1, "document": "null"}),
        ("analyse", {"rev": 1, "document": "[" * 100_000}),
        ("analyse", {"rev": 1, "document": '{"format":"netgraft","version":2}'}),
        ("analyse", {"rev": 1, "document": json.dumps(SMUGGLED)}),
        ("analyse", {"rev": "1", "document": '{"format":"netgraft","version":1}'}),
        ("analyse", {"rev": -1, "document": '{"format":"netgraft","version":1}'}),
        ("analyse", {"rev": True, "document": '{"format":"netgraft","version":1}'}),
        ("example", {"id": "../../etc/passwd"}),
        ("example", {"id": 12}),
        ("open", {"text": "<html>"}),
        ("open", {"text": b"bytes"}),
        ("open", {"text": '{"format":"netgraft","version":1,"eval":"x"}'}),
        ("repair", {"document": '{"format":"netgraft","version":1}', "changes": "all"}),
        ("repair", {"document": '{"format":"netgraft","version":1}', "changes": [{"do": "eval"}]}),
        ("repair", {"document": '{"format":"netgraft","version":1}', "changes": [{"do": "remove"}]}),
        ("source", {}),
    ],
)
def test_bad_requests_get_problems(ask, name, sent) -> None:
    answer = ask(name, sent)
    assert answer["ok"] is False
    assert answer["problems"]
    for problem in answer["problems"]:
        assert set(problem) == FIELDS
        assert problem["code"] != "internal"
        assert problem["said"]


def test_a_fault_of_ours_gets_a_number_and_stays_in_the_log(caplog) -> None:
    def fails(sent):
        raise RuntimeError("secret words")

    with caplog.at_level(logging.ERROR):
        answer = answered("fails", fails)({})
    problem = answer["problems"][0]
    assert problem["code"] == "internal"
    assert "secret" not in json.dumps(answer)
    number = caplog.records[0].args[0]
    assert number in problem["said"]
    assert "secret words" in caplog.text


def test_a_list_of_one_object_is_taken_as_the_object(ask) -> None:
    assert ask("analyse", [{"rev": 3, "document": dumps(line())}])["result"]["rev"] == 3


def test_the_inside_comes_level_by_level_and_can_be_searched(ask) -> None:
    asked = {"document": dumps(line()), "node": "line"}
    answer = ask("inside", asked | {"paths": ["", "gone"]})
    assert answer["ok"]
    assert list(answer["result"]["levels"]) == [""]
    assert answer["result"]["levels"][""]["self"]["shape"] == "B × 3"
    assert ask("search_inside", asked | {"query": "x"})["result"] == {"found": 0, "rows": []}


@pytest.mark.parametrize("paths", [None, "layer1", [1], [""] * 65], ids=["none", "text", "number", "many"])
def test_levels_are_asked_for_by_a_short_list_of_texts(ask, paths: object) -> None:
    answer = ask("inside", {"document": dumps(line()), "node": "line", "paths": paths})
    assert [problem["code"] for problem in answer["problems"]] == ["request"]


def test_a_freezing_by_pattern_names_what_it_catches(ask) -> None:
    network = connect(
        add(add(Document(), "image_input", "image"), "torchvision", "b"), "image.image", "b.image"
    )
    freeze = {"what": "matching", "patterns": ["layer?.0"]}
    data = json.loads(dumps(network))
    data["nodes"][1] |= {"freeze": freeze, "params": {"model": "resnet18"}}
    answer = ask("analyse", {"rev": 1, "document": json.dumps(data)})
    caught = answer["result"]["nodes"]["b"]["caught"]
    assert caught == {"count": 4, "paths": [f"layer{n}.0" for n in (1, 2, 3, 4)]}


def grouped() -> Document:
    return group(line(), ["line"], "gate", "Gate")


def test_a_selection_becomes_a_group_and_comes_apart(ask) -> None:
    sent = {"document": dumps(line()), "nodes": ["line"], "id": "gate", "title": "Gate"}
    made = ask("group", sent)["result"]["document"]
    assert made == dumps(grouped())
    apart = ask("ungroup", {"document": made, "node": "gate"})["result"]["document"]
    assert {node.id for node in loads(apart).nodes} == {node.id for node in line().nodes}


def test_the_analysis_follows_the_way_into_a_group(ask) -> None:
    document = dumps(grouped())
    outside = ask("analyse", {"document": document})["result"]
    inside = ask("analyse", {"document": document, "way": ["gate"]})["result"]
    alone = ask("analyse", {"document": document, "group": "gate", "way": []})["result"]
    assert [block["id"] for block in outside["groups"]] == ["gate"]
    assert inside["outputs"]["line.y"]["text"] == "B × 3"
    assert alone["nodes"]["line"]["state"] == "waiting"
    assert not ask("analyse", {"document": document, "way": ["numbers"]})["ok"]
    assert not ask("analyse", {"document": document, "group": "linear", "way": []})["ok"]


def test_changes_inside_a_group_go_back_into_it(ask) -> None:
    broken = loads(dumps(grouped()).replace('"out_features": 3', '"out_features": 3, "in_features": 7'))
    sent = {"document": dumps(broken), "way": ["gate"]}
    problem = ask("analyse", sent)["result"]["problems"][0]
    mended = ask("repair", sent | {"changes": problem["fixes"][0]["changes"]})["result"]["document"]
    assert "in_features" not in mended
    assert plan(loads(mended)).sound
    nested = ask("group", {**sent, "nodes": ["line"], "id": "inner", "title": ""})["result"]["document"]
    assert [node.block for node in loads(nested).groups[0].nodes] == ["group_input", "inner", "group_output"]


NETWORK = dumps(two_heads())

ODD: dict[str, Any] = {
    "nothing": None,
    "a number": 1,
    "a row": ["x", "y"],
    "no document": {"document": None},
    "half a document": {"document": '{"format":'},
    "another version": {"document": '{"format":"netgraft","version":99}'},
    "an empty node": {"document": '{"format":"netgraft","version":1,"nodes":[{}]}'},
    "a deep document": {"document": '{"a":' * 5_000},
    "half a letter": {"document": "\ud800"},
    "an unknown node": {"document": NETWORK, "node": "nobody", "path": "layer99"},
    "a node in a row": {"document": NETWORK, "node": ["x"], "path": 7, "way": 5},
    "a path that climbs": {"document": NETWORK, "node": "backbone", "path": "../.."},
    "a place that is not there": {"document": NETWORK, "place": "backbone.nothing", "guess": "B"},
    "a guess of signs": {"document": NETWORK, "place": "backbone.features", "guess": "×" * 5_000},
    "a sample of texts": {"document": NETWORK, "place": "backbone.features", "sample": {"row": "x"}},
    "an unknown change": {"document": NETWORK, "changes": [{"do": "explode"}]},
    "a change of nothing": {"document": NETWORK, "changes": [{"do": "set_param"}]},
    "a change in a row": {"document": NETWORK, "changes": [{"do": ["x"]}]},
    "a change in no group": {
        "document": NETWORK, "changes": [{"do": "in_group", "group": "x", "changes": 5}],
    },
    "a training of texts": {
        "document": NETWORK,
        "changes": [{"do": "set_training", "name": "schedule", "value": [{"epoch": "x"}]}],
    },
    "a group of a number": {"document": NETWORK, "nodes": 5, "id": 5},
    "a file of the machine": {"id": "../../etc/passwd", "lesson": 5, "step": "x"},
}  # fmt: skip


@pytest.fixture(scope="module")
def functions() -> list[Any]:
    """All but those that look at nothing that is sent, and the one that runs networks in a process of its own."""
    jobs = SimpleNamespace(listed=lambda owner, kind: [])
    known = canvas_functions(
        Bench(default_registry(), Cache(), SimpleNamespace(), jobs, lambda request: "anna")
    )
    return [one for one in known if one.__name__ not in ("catalogue", "examples", "lessons", "values")]


@pytest.mark.parametrize("sent", ODD.values(), ids=ODD)
def test_whatever_the_browser_sends_is_answered_in_our_words(sent: Any, functions: list[Any]) -> None:
    for function in functions:
        answer = function(sent)
        for problem in [] if answer["ok"] else answer["problems"]:
            shown = " ".join(problem[part] for part in ("said", "expected", "got", "next"))
            assert problem["code"] not in ("internal", "refused_by_torch"), (function.__name__, problem)
            assert not re.search(r"Error|Traceback|NoneType|<class|argument", shown), (
                function.__name__,
                shown,
            )
