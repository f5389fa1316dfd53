"""The page: it builds, needs nothing from elsewhere, and its handlers check what every browser may send."""

import gc
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from warnings import catch_warnings, simplefilter

import pytest

from builder import dumps, set_param
from builder.documents.reading import from_json
from builder.jobs import JobState
from builder.problem import refuse
from builder.store import Store
from builder.ui.page import build
from builder.ui.theme import look
from builder.ui.training.run import EVERY, SOON
from tests.networks import line

SETTINGS = [3, 16, 0.01, False, "adam", None, 0]


@dataclass
class FakeJobs:
    """Jobs that never run: what was asked for is kept, and what was prepared is told."""

    asked: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    prepared: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    states: dict[tuple[str, str], JobState] = field(default_factory=dict)

    def submit(self, owner: str, kind: str, payload: dict[str, Any]) -> str:
        self.asked.append((owner, kind, dict(payload)))
        job = f"job{len(self.asked)}"
        self.put(owner, job, kind)
        return job

    def prepare(self, owner: str, kind: str, payload: dict[str, Any]) -> None:
        self.prepared.append((owner, kind, dict(payload)))

    def put(self, owner: str, job: str, kind: str = "train", **parts: Any) -> None:
        self.states[owner, job] = JobState(
            **({"id": job, "kind": kind, "status": "queued", "submitted": 0.0} | parts)
        )

    def state(self, owner: str, job: str, after: int = 0) -> JobState:
        if (owner, job) not in self.states:
            raise refuse("unknown_job", "You have no such job.", next="Choose another.")
        return self.states[owner, job]

    def payload(self, owner: str, job: str) -> dict[str, Any]:
        self.state(owner, job)
        return dict(self.asked[int(job.removeprefix("job")) - 1][2])

    def wait(self, owner: str, job: str, seconds: float) -> JobState:
        return self.state(owner, job)

    def listed(self, owner: str, kind: str | None = None) -> list[JobState]:
        return [state for (who, _), state in self.states.items() if who == owner and state.kind == kind]

    def cancel(self, owner: str, job: str) -> None:
        self.state(owner, job)
        self.cancelled.append(job)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store.open(tmp_path_factory.mktemp("data"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def built(store: Store) -> tuple[Any, FakeJobs]:
    jobs = FakeJobs()
    with catch_warnings():
        simplefilter(
            "ignore", ResourceWarning
        )  # Gradio leaves event loops of its own open when it builds a page
        page = build(store=store, jobs=jobs, owner_of=lambda request: request.owner)
        gc.collect()
    return page, jobs


@pytest.fixture
def jobs(built: tuple[Any, FakeJobs]) -> FakeJobs:
    built[1].asked.clear()
    built[1].prepared.clear()
    built[1].cancelled.clear()
    built[1].states.clear()
    return built[1]


@pytest.fixture
def call(built: tuple[Any, FakeJobs]) -> Any:
    """Call a listener as a browser would: values by the id of their control, answers by the id of theirs."""
    listeners = {function.api_name: function for function in built[0].fns.values() if function.fn}

    def ask(
        name: str, states: dict[str, Any] | None = None, *, owner: str = "me", event: Any = None, **sent: Any
    ) -> Any:
        listener = listeners[name]
        values = {
            part: (states or {}) if is_state(part) else sent.get(id_of(part)) for part in listener.inputs
        }
        request = SimpleNamespace(owner=owner)
        extra = (values, SimpleNamespace(_data=event), request) if values else (request,)
        return {id_of(part): shown(value) for part, value in listener.fn(*extra).items()}

    return ask


def is_state(part: Any) -> bool:
    return type(part).__name__ == "State"


def id_of(part: Any) -> str:
    return str(part.elem_id or type(part).__name__).replace("-", "_")


def shown(value: Any) -> Any:
    """What an update shows; a skipped part shows nothing new."""
    if isinstance(value, dict) and value.get("__type__") == "update":
        return value.get("value", "")
    return value


NAMES = ("epochs", "batch", "learning_rate", "falling", "optimiser", "samples", "seed")
FORM = dict(zip(NAMES, SETTINGS, strict=True))


def form(**changes: Any) -> dict[str, Any]:
    """The fields of the Train tab with these changes."""
    settings = {f"train_{name}": value for name, value in (FORM | changes).items() if name in FORM}
    rest = {"canvas": dumps(line()), "train_data": "wine", "train_device": "cpu"}
    return rest | settings | {name: value for name, value in changes.items() if name not in FORM}


def test_every_control_that_a_person_uses_has_an_id(built: tuple[Any, FakeJobs]) -> None:
    ids = [part["props"].get("elem_id") for part in built[0].get_config_file()["components"]]
    named = [name for name in ids if name]
    assert len(named) == len(set(named))
    wanted = (
        "canvas train-data train-upload train-preview train-epochs train-batch train-learning-rate "
        "train-falling train-optimiser train-samples train-seed train-device train-start train-stop train-status "
        "train-result train-curves train-notes train-problem try-run try-image try-text try-numbers "
        "try-node try-go try-examples try-said try-problem try-label-1 try-label-2 code-source code-copy "
        "code-download code-summary code-torchinfo"
    )
    assert set(wanted.split()) <= set(named)


def test_nothing_is_fetched_from_elsewhere(built: tuple[Any, FakeJobs]) -> None:
    style = look()
    assert style["theme"]._stylesheets == []
    shown = ("value", "html_template", "js_on_load", "head")
    parts = [part["props"].get(name) for part in built[0].get_config_file()["components"] for name in shown]
    sheets = " ".join([style["css"], style["theme"]._get_theme_css(), *map(str, parts)])
    found = {url for url in re.findall(r"https?://[^\s\"'\\)]+", sheets) if "www.w3.org" not in url}
    assert found == set()


def test_short_handlers_do_not_wait_in_the_queue(built: tuple[Any, FakeJobs]) -> None:
    queued = {function.api_name for function in built[0].fns.values() if function.fn and function.queue}
    assert queued == {"torchinfo"}


def test_training_begins_with_the_form_s_settings(call: Any, jobs: FakeJobs) -> None:
    answer = call("begin", **form())
    assert answer["train_problem"] == ""
    owner, kind, payload = jobs.asked[0]
    assert (owner, kind) == ("me", "train")
    assert payload["document"] == dumps(line())
    assert payload["data"] == "wine"
    assert payload["settings"] == FORM | {"schedule": [], "rates": []}
    assert answer["State"]["job"] == "job1"
    assert answer["Timer"].active is True


def test_where_no_data_is_chosen_fitting_data_is_taken(call: Any, jobs: FakeJobs) -> None:
    call("begin", **form(train_data=None))
    assert jobs.asked[0][2]["data"] == "wine"


def test_own_files_are_named_and_never_given_as_paths(call: Any, jobs: FakeJobs) -> None:
    call("begin", **form(train_data="own:table.csv"))
    assert jobs.asked[0][2]["upload"] == "table.csv"
    assert "data" not in jobs.asked[0][2]


BROKEN = dumps(set_param(line(), "scores", "in_features", 99))


def test_what_is_prepared_is_what_a_click_asks_for(call: Any, jobs: FakeJobs) -> None:
    for sent in (form(), form(train_data="own:table.csv", epochs=4, train_label="kind")):
        call("prepare", **sent)
        call("begin", **sent)
    assert jobs.prepared == jobs.asked
    assert len(jobs.asked) == 2


def test_what_cannot_be_trained_is_neither_prepared_nor_told_yet(call: Any, jobs: FakeJobs) -> None:
    for changes in ({"canvas": ""}, {"canvas": "{"}, {"canvas": dumps(line(width=0))}, {"epochs": None}):
        assert call("prepare", **form(**changes))["train_problem"] == ""
    assert jobs.prepared == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"canvas": ""}, "Nothing to train yet"),
        ({"canvas": "{"}, "not JSON"),
        ({"canvas": None}, "no document"),
        ({"canvas": {"format": "netgraft"}}, "no document"),
        ({"canvas": BROKEN}, "Not sound yet"),
        ({"epochs": 0}, "epochs"),
        ({"epochs": None}, "epochs"),
        ({"epochs": "many"}, "epochs"),
        ({"batch": 10**9}, "batch"),
        ({"learning_rate": -1}, "learning_rate"),
        ({"optimiser": "rm -rf"}, "optimiser"),
    ],
)
def test_what_cannot_be_trained_gets_a_message_and_no_job(
    call: Any, jobs: FakeJobs, changes: dict[str, Any], said: str
) -> None:
    assert said in call("begin", **form(**changes))["train_problem"]
    assert jobs.asked == []


def test_a_full_queue_is_said(call: Any, jobs: FakeJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> str:
        raise refuse("queue_full", "5 of your jobs are waiting already.", next="Wait for one to start.")

    monkeypatch.setattr(jobs, "submit", full)
    assert "Wait for one to start." in call("begin", **form())["train_problem"]


def test_a_new_page_finds_the_latest_run_and_follows_it(call: Any, jobs: FakeJobs) -> None:
    step = {"event": "step", "epoch": 1, "epochs": 2, "step": 1, "steps": 4, "loss": 1.0}
    jobs.put("me", "old-run", status="running", events=[step], cursor=1)
    answer = call("resume")
    assert "Epoch 1 of 2" in answer["train_status"]
    assert (answer["Timer"].active, answer["Timer"].value) == (True, EVERY)
    assert call("follow", answer["State"])["State"] == answer["State"] | {
        "view": answer["State"]["view"] | {"trace": [(0.25, 1.0)] * 2}
    }


@pytest.mark.parametrize(
    ("place", "pace"), [pytest.param(0, SOON, id="begins"), pytest.param(2, EVERY, id="waits")]
)
def test_a_run_whose_first_loss_is_near_is_looked_at_more_often(
    call: Any, jobs: FakeJobs, place: int, pace: float
) -> None:
    jobs.put("me", "new-run", place_in_queue=place)
    assert call("resume")["Timer"].value == pace


def test_a_run_that_is_over_is_no_longer_asked_for(call: Any, jobs: FakeJobs) -> None:
    jobs.put("me", "done-run", status="failed", problem={"said": "It died.", "next": "Start again."})
    answer = call("resume")
    assert "Start again." in answer["train_result"]
    assert answer["Timer"].active is False


@pytest.mark.parametrize("status", ["done", "cancelled"])
def test_a_finished_run_offers_its_weights(call: Any, jobs: FakeJobs, status: str) -> None:
    events = [{"event": "finished", "test": {}, "baseline": {}, "proof": {"said": "x"}, "seconds": 1.0}]
    events[0] |= {"cpu_seconds": 1.0, "parameters": 1, "trainable": 1}
    jobs.put("me", "abc", status=status, events=events)
    assert 'href="download/abc/model.safetensors"' in call("resume")["train_result"]


def test_nobody_follows_or_stops_another_s_run(call: Any, jobs: FakeJobs) -> None:
    jobs.put("victim", "their-run", status="running")
    followed = {"job": "their-run", "cursor": 0, "view": {}}
    answer = call("follow", followed, owner="thief")
    assert "no such job" in answer["train_problem"]
    assert answer["State"] == {}
    assert "no such job" in call("halt", followed, owner="thief")["train_problem"]
    assert jobs.cancelled == []


def test_stop_cancels_one_s_own_run(call: Any, jobs: FakeJobs) -> None:
    jobs.put("me", "mine", status="running")
    call("halt", {"job": "mine"})
    assert jobs.cancelled == ["mine"]


@pytest.mark.parametrize(
    ("began", "shown", "goes_on"),
    [
        ({}, 3, FORM),
        ({}, 9, FORM | {"epochs": 9}),
        ({}, 2, FORM),
        ({}, None, FORM),
        ({"falling": True}, 9, FORM | {"falling": True}),
    ],
    ids=["as it was", "for longer", "never for less", "nothing is shown", "a falling rate fixes the length"],
)
def test_a_run_goes_on_with_its_own_settings(
    call: Any, jobs: FakeJobs, began: dict[str, Any], shown: int | None, goes_on: dict[str, Any]
) -> None:
    followed = call("begin", **form(**began))["State"]
    call("go_on", followed, train_epochs=shown)
    payload = jobs.asked[1][2]
    assert payload["resume"] == "job1"
    assert payload["settings"] == goes_on | {"schedule": [], "rates": []}


def test_what_was_seen_of_a_run_stays_until_it_goes_on(call: Any, jobs: FakeJobs) -> None:
    followed = call("begin", **form())["State"]
    event = {"event": "epoch", "epoch": 1, "epochs": 3, "loss": 0.5, "train": {}, "test": {}}
    followed["view"] |= {"epochs": [event], "problem": {"said": "It was interrupted."}}
    view = call("go_on", followed, train_epochs=3)["State"]["view"]
    assert (view["epochs"], view["problem"]) == ([event], None)


def test_nobody_goes_on_with_another_s_run(call: Any, jobs: FakeJobs) -> None:
    followed = call("begin", **form())["State"]
    answer = call("go_on", followed, owner="thief", train_epochs=3)
    assert "no such job" in answer["train_problem"]
    assert len(jobs.asked) == 1


def test_the_source_follows_the_canvas(call: Any) -> None:
    answer = call("write", canvas=dumps(line()))
    compile(answer["code_source"], "network.py", "exec")
    assert answer["code_name"] == "a_line.py"
    assert "B × 3" in answer["code_summary"]
    assert answer["code_problems"] == ""


@pytest.mark.parametrize("text", ["", "{", None, BROKEN])
def test_where_there_is_no_source_the_panel_says_why(call: Any, text: Any) -> None:
    answer = call("write", canvas=text)
    assert answer["code_source"] == ""
    assert "<h3>" in answer["code_problems"]


def test_torchinfo_s_table_is_shown_and_a_broken_network_is_not_built(call: Any) -> None:
    assert "Total params" in call("torchinfo", canvas=dumps(line()))["code_modules"]
    assert "alert" in call("torchinfo", canvas=BROKEN)["code_modules"]


def test_the_document_s_settings_fill_the_form_once(call: Any) -> None:
    trained = from_json(line().to_json() | {"training": {"data": "wine", "epochs": 7, "batch": 5}})
    answer = call("fill", canvas=dumps(trained))
    assert (answer["train_data"], answer["train_epochs"], answer["train_batch"]) == ("wine", 7, 5)
    assert "train_epochs" not in call("fill", answer["State"], canvas=dumps(trained))


def test_a_look_at_data_that_ships_and_at_one_s_own(call: Any, store: Store) -> None:
    assert "<img" in call("look_at", train_data="digits")["train_preview"]
    (store.uploads("me") / "mine.csv").write_text("width,label\n" + "1,a\n2,b\n" * 20)
    assert "30 to learn from" in call("look_at", train_data="own:mine.csv")["train_preview"]
    for name in ("own:mine.csv", "own:../me/mine.csv", "own:/etc/passwd"):
        assert call("look_at", owner="thief", train_data=name)["train_preview"] == ""


def test_a_file_that_cannot_be_used_is_not_described_as_the_data_before(call: Any, store: Store) -> None:
    (store.uploads("me") / "bad.csv").write_text("just one line")
    answer = call("look_at", train_data="own:bad.csv")
    assert "<h3>" in answer["train_data_problem"]
    assert answer["train_preview"] == ""
    assert answer["train_data_said"] == ""


def trained(
    store: Store, jobs: FakeJobs, owner: str, job: str, inputs: dict[str, Any], data: str = "wine"
) -> None:
    """A run that left a model, as far as the page looks at it."""
    jobs.put(owner, job, status="done")
    folder = store.run_folder(job)
    folder.mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(b"")
    record = {"document": line().to_json(), "data": data, "inputs": inputs, "outputs": {}}
    (folder / "run.json").write_text(json.dumps(record))


def test_only_one_s_own_finished_runs_can_be_tried(call: Any, jobs: FakeJobs, store: Store) -> None:
    trained(store, jobs, "victim", "theirs", {})
    assert call("refresh", owner="victim")["try_run"] == "theirs"
    assert call("refresh", owner="thief")["try_run"] is None
    for listener in ("ask", "choose"):
        assert "no such job" in call(listener, owner="thief", try_run="theirs")["try_problem"]
    assert "no such job" in call("pick", owner="thief", try_run="theirs", event={"row": 1})["try_problem"]
    assert jobs.asked == []


def test_a_picture_is_asked_for_before_a_job_begins(call: Any, jobs: FakeJobs, store: Store) -> None:
    trained(store, jobs, "me", "pictures", {"image": {"column": "image", "kind": "image"}}, "digits")
    bad = (
        "",
        None,
        "/etc/passwd",
        "http://elsewhere/x.png",
        "data:text/html;base64,xx",
        {"path": "/etc/passwd"},
    )
    for address in bad:
        assert "no picture yet" in call("ask", try_run="pictures", try_image=address)["try_problem"]
    assert jobs.asked == []
    call("ask", try_run="pictures", try_image="data:image/png;base64,aGk=")
    assert jobs.asked[0][2] == {"run": "pictures", "sample": {"image": "aGk="}}


@pytest.mark.parametrize("event", [None, {}, {"row": "1"}, {"row": -1}, {"row": 10**9}, {"row": True}, "row"])
def test_a_sample_that_is_not_there_is_refused(call: Any, jobs: FakeJobs, store: Store, event: Any) -> None:
    name = f"rows{abs(hash(str(event)))}"
    trained(store, jobs, "me", name, {"numbers": {"column": "features", "kind": "vector"}})
    assert "There is no such sample" in call("pick", try_run=name, event=event)["try_problem"]
    assert jobs.asked == []


def test_a_picked_sample_is_shown_and_tried(call: Any, jobs: FakeJobs, store: Store) -> None:
    trained(store, jobs, "me", "wines", {"numbers": {"column": "features", "kind": "vector"}})
    answer = call("pick", try_run="wines", event={"row": 3})
    sample = jobs.asked[0][2]["sample"]["features"]
    assert len(sample) == 13
    assert answer["try_numbers"].count(",") == 12
    assert answer["Timer"].active is True


def test_an_answer_is_shown_as_bars_and_a_sentence(call: Any, jobs: FakeJobs) -> None:
    classes = [{"name": "<b>7", "probability": 0.9}, {"name": "1", "probability": 0.1}]
    result = {"outputs": {"digit": {"kind": "classes", "classes": classes}}, "said": "digit: <b>7 (90%)"}
    jobs.put("me", "asked", "infer", status="done", result=result)
    answer = call("listen", {"job": "asked", "truth": "digit: 7"})
    assert "&lt;b&gt;7 (90%)" in answer["try_said"]
    assert answer["try_label_1"] == {"<b>7": 0.9, "1": 0.1}
    assert answer["Timer"].active is False


def test_an_answer_that_failed_says_why(call: Any, jobs: FakeJobs) -> None:
    jobs.put("me", "asked", "infer", status="failed", problem={"said": "It died.", "next": "Try again."})
    assert "Try again." in call("listen", {"job": "asked", "truth": ""})["try_problem"]


def test_a_file_name_is_safe_whatever_the_title() -> None:
    from builder.ui.code_panel import file_name

    assert file_name("../../etc/passwd") == "etc_passwd.py"
    assert file_name("Ünïcode <b>") == "n_code_b.py"
    assert file_name("") == "network.py"
    assert len(file_name("x" * 500)) < 70


def test_the_style_sheets_are_part_of_the_package() -> None:
    folder = Path(__file__).parents[1] / "builder" / "ui" / "styles"
    assert {file.name for file in folder.iterdir()} == {
        "page.css",
        "panels.css",
        "panels_code.css",
        "panels_data.css",
        "panels_drawn.css",
        "panels_run.css",
        "panels_trying.css",
    }


def test_the_devices_are_named_once_the_page_is_open(built: tuple[Any, FakeJobs]) -> None:
    before = next(part for part in built[0].blocks.values() if getattr(part, "elem_id", "") == "train-device")
    assert before.choices == [("Automatic", "auto")]
    listener = next(one for one in built[0].fns.values() if one.api_name == "list_devices")
    found = {id_of(part): value for part, value in listener.fn(SimpleNamespace(owner="me")).items()}
    update = found["train_device"]
    assert update["choices"][0][1] == "auto"
    assert any(asked == "cpu" and "thread" in said for said, asked in update["choices"])
