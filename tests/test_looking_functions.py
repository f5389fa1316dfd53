"""What the canvas asks about wires: envelopes for everything, and no path that a request could name."""

import base64
import io
from types import SimpleNamespace

import pytest
from PIL import Image

from builder import Document, add, dumps, load, set_param
from builder.documents.examples import example_path
from builder.looking.answering import prepare
from builder.planning.plan_cache import Cache
from builder.registry import default_registry
from builder.ui.bench import Bench
from builder.ui.functions.looking import looking_functions
from tests.test_looking import small


class Direct:
    """Answers in this process, as the worker would in its own."""

    def __init__(self) -> None:
        self.answer = prepare()
        self.asked: list[dict] = []

    def ask(self, owner: str, question: dict) -> dict:
        self.asked.append(question)
        return self.answer(question)


@pytest.fixture(scope="module")
def direct() -> Direct:
    return Direct()


@pytest.fixture(scope="module")
def ask(direct: Direct):
    jobs = SimpleNamespace(listed=lambda owner, kind: [])
    bench = Bench(default_registry(), Cache(), SimpleNamespace(), jobs, lambda request: "anna")
    functions = {function.__name__: function for function in looking_functions(bench, direct)}
    return lambda name, sent=None: functions[name](sent)


def test_facts_costs_guesses_and_comparisons(ask) -> None:
    text = dumps(load(example_path("s04")))
    wire = ask("wire", {"document": text, "place": "backbone.map"})["result"]
    assert wire["fields"][0]["axes"][0]["jump"] == "32"
    assert ask("costs", {"document": text, "node": "backbone", "path": "layer4"})["result"]["parts"]
    assert ask("predict", {"document": text, "place": "flat.y", "guess": "B, 10"})["result"]["right"]
    other = dumps(set_param(load(example_path("s04")), "conv1", "out_channels", 7))
    assert ask("compare", {"before": text, "after": other})["result"]["nodes"]["conv1"] == "changed"


def test_values_for_a_row_and_for_a_picture_of_ones_own(ask, direct: Direct) -> None:
    text = dumps(small())
    answer = ask("values", {"document": text, "place": "relu.y", "sample": {"row": 2}})
    assert answer["ok"]
    assert answer["result"]["sample"]["row"] == 2
    assert direct.asked[-1]["run"] is None
    buffer = io.BytesIO()
    Image.new("RGB", (9, 9), "white").save(buffer, "PNG")
    own = base64.b64encode(buffer.getvalue()).decode()
    again = ask("values", {"document": text, "place": "conv.y", "sample": {"image": own}})
    assert again["result"]["remembered"]
    assert again["result"]["sample"]["said"] == "your own image"
    broken = ask("values", {"document": text, "place": "conv.y", "sample": {"image": "no picture"}})
    assert broken["problems"][0]["code"] == "image"


def test_a_text_reads_no_picture_of_the_server(ask, tmp_path) -> None:
    Image.new("RGB", (9, 9), "red").save(tmp_path / "secret.png")
    network = add(Document(), "image_input", "text", size=8)
    sample = {"text": str(tmp_path / "secret.png")}
    answer = ask("values", {"document": dumps(network), "place": "text.image", "sample": sample})
    assert answer["problems"][0]["code"] == "sample"


def test_the_latest_run_of_the_owner_lends_its_weights(direct: Direct, tmp_path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "old").mkdir()
    for name in ("run.json", "model.safetensors"):
        (tmp_path / "old" / name).write_text("{}")
    jobs = SimpleNamespace(listed=lambda owner, kind: [SimpleNamespace(id="new"), SimpleNamespace(id="old")])
    store = SimpleNamespace(run_folder=lambda job: tmp_path / job)
    bench = Bench(default_registry(), Cache(), store, jobs, lambda request: "anna")
    values = looking_functions(bench, direct)[-1]
    values({"document": dumps(small()), "place": "conv.y", "run": "/etc"})
    assert direct.asked[-1]["run"] == str(tmp_path / "old")


@pytest.mark.parametrize(
    "sample",
    [
        "row",
        [1],
        {"path": "/etc/passwd"},
        {"run": "/tmp"},
        {"row": "1"},
        {"row": -1},
        {"row": True},
        {"text": 5},
        {"text": "x" * 20_000},
        {"features": [1, "2"]},
        {"features": [1] * 20_000},
        {"image": "x" * 15_000_000},
    ],
    ids=lambda sample: str(sample)[:30],
)
def test_samples_that_are_none_never_reach_the_worker(ask, direct: Direct, sample) -> None:
    before = len(direct.asked)
    answer = ask("values", {"document": dumps(small()), "place": "conv.y", "sample": sample})
    assert answer["problems"][0]["code"] == "request"
    assert len(direct.asked) == before


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("wire", {}),
        ("wire", {"document": "{", "place": "a.b"}),
        ("wire", {"document": dumps(small()), "place": "nobody.y"}),
        ("wire", {"document": dumps(small()), "place": 4}),
        ("costs", {"document": dumps(small()), "node": "nobody"}),
        ("costs", {"document": dumps(small()), "node": "conv", "path": "../../etc"}),
        ("predict", {"document": dumps(small()), "place": "conv.y", "guess": "<script>"}),
        ("predict", {"document": dumps(small()), "place": "conv.y"}),
        ("compare", {"before": dumps(small())}),
        ("compare", {"before": dumps(small()), "after": "[]"}),
        ("values", {"document": dumps(small()), "place": "nobody.y"}),
        ("values", None),
    ],
    ids=str,
)
def test_bad_requests_get_problems(ask, name: str, sent) -> None:
    answer = ask(name, sent)
    assert answer["ok"] is False
    assert all(problem["code"] != "internal" for problem in answer["problems"])
