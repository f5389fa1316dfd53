"""Training in stages: each lets its own nodes learn from its own outputs, and hands its weights on."""

from typing import Any

import pytest
import torch

from builder import Document, add, connect, freeze, load, plan, to_module
from builder.documents.document import Training, TrainingStage
from builder.documents.examples import example_path
from builder.fitting import fit
from builder.fitting.in_stages import carry, of_stage
from builder.inferring.inference import infer
from builder.weights.trained import load_run


def two_heads() -> Document:
    """Wine's 13 numbers -> a frozen body of 16 -> two heads of 3."""
    network = add(Document(), "vector_input", "numbers", width=13)
    network = connect(add(network, "linear", "body", out_features=16), "numbers.vector", "body.x")
    for name in ("first", "second"):
        network = connect(
            add(network, "linear", f"{name}_scores", out_features=3), "body.y", f"{name}_scores.x"
        )
        network = connect(add(network, "class_output", name), f"{name}_scores.y", f"{name}.x")
    return freeze(network, "body")


def staged(*stages: dict[str, Any], **training: Any) -> Document:
    made = Training(
        data="wine",
        epochs=6,
        learning_rate=0.02,
        stages=tuple(TrainingStage(**one) for one in stages),
        **training,
    )
    return two_heads().model_copy(update={"training": made})


FIRST = {"title": "Body", "learns": ("body", "first_scores"), "outputs": ("first",)}
SECOND = {"learns": ("second_scores",), "outputs": ("second",), "epochs": 9}


@pytest.fixture(scope="module")
def events() -> list[dict[str, Any]]:
    return list(fit(staged(FIRST, SECOND), device="cpu"))


def test_each_stage_teaches_its_own_part(events: list[dict[str, Any]]) -> None:
    last = events[-1]
    assert last["event"] == "finished", last
    first, second = last["stages"]
    assert (first["title"], second["title"]) == ("Body", "Stage 2")
    assert (first["trainable"], second["trainable"]) == (13 * 16 + 16 + 51, 51)
    assert first["after"]["first"]["accuracy"] > first["before"]["first"]["accuracy"]
    assert second["before"] == first["after"]
    assert second["after"]["first"] == first["after"]["first"]  # nothing that it uses has learned since
    assert second["after"]["second"]["accuracy"] > 0.8
    assert last["test"] == second["after"]


def test_what_a_stage_does_not_name_is_proven_to_stay(events: list[dict[str, Any]]) -> None:
    first, second = events[-1]["stages"]
    assert first["proof"]["tensors"] == 0
    assert (second["proof"]["tensors"], second["proof"]["changed"]) == (2, [])
    assert events[-1]["proof"] == second["proof"]


def test_epochs_count_on_and_every_output_is_measured(events: list[dict[str, Any]]) -> None:
    epochs = [event for event in events if event["event"] == "epoch"]
    assert [event["epoch"] for event in epochs] == list(range(1, 16))
    assert {event["epochs"] for event in epochs} == {15}
    assert [event["stage"] for event in epochs] == ["Body"] * 6 + ["Stage 2"] * 9
    assert all(set(event["test"]) == {"first", "second"} for event in epochs)


def test_the_document_of_a_stage_holds_only_its_outputs() -> None:
    document = staged(FIRST, SECOND)
    assert document.training is not None
    part = of_stage(document, document.training.stages[1], document.training)
    planned = plan(part)
    assert planned.sound
    assert planned.results == ("second",)
    assert planned.size.trainable == 51
    assert planned.nodes["body"].frozen == ("",)


def test_weights_are_carried_by_name() -> None:
    document = staged(FIRST, SECOND)
    assert document.training is not None
    whole: Any = to_module(document)
    part: Any = to_module(of_stage(document, document.training.stages[1], document.training))
    with torch.no_grad():
        whole.body.weight.fill_(3.0)
    carry(whole, part)
    assert bool((part.body.weight == 3).all())
    assert "first_scores.weight" not in part.state_dict()


@pytest.mark.parametrize("name", ["learns", "outputs"])
def test_a_stage_that_names_no_node_is_refused(name: str) -> None:
    stage = {**SECOND, name: ("nobody",)}
    last = list(fit(staged(FIRST, stage), device="cpu"))[-1]
    assert last["problem"]["code"] == "stage_node"
    assert last["problem"]["got"] == "nobody"


def test_stages_survive_the_file() -> None:
    document = staged(FIRST, SECOND)
    assert Document.model_validate_json(document.model_dump_json()) == document


@pytest.fixture(scope="module")
def adapted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, dict[str, Any]]:
    path, folder = example_path("s17"), tmp_path_factory.mktemp("s17")
    assert path is not None
    return folder, list(fit(load(path), device="cpu", checkpoint=folder))[-1]


def test_a_policy_learnt_on_cells_works_on_pictures_once_the_adapter_is_aligned(
    adapted: tuple[Any, dict[str, Any]],
) -> None:
    last = adapted[1]
    assert last["event"] == "finished", last
    learnt, seen = last["stages"]
    assert (learnt["trainable"], seen["trainable"]) == (8_900, 2_116_672)
    share = last["test"]["by_frame"]["best_actions"]
    assert last["test"]["by_place"]["best_actions"] >= 0.95
    assert share >= last["test"]["by_place"]["best_actions"] - 0.12
    assert share >= seen["before"]["by_frame"]["best_actions"] + 0.3  # the untrained adapter
    assert last["baseline"]["by_frame"]["value"] < 0.4  # acting at random
    assert last["test"]["same_features"]["unlike"] < 0.1
    assert (last["proof"]["tensors"], last["proof"]["changed"]) == (6, [])


def test_the_agent_walks_to_the_goal_by_what_it_sees(adapted: tuple[Any, dict[str, Any]]) -> None:
    from builder.worlds.grid import CELLS, distances, observed

    trained, away = load_run(adapted[0]), distances()
    reached = 0
    for number, cell in enumerate(CELLS[::5]):
        answer = infer(trained, sample={"row": 672 + 5 * number})["outputs"]["by_frame"]
        assert answer["walk"]["path"][0] == list(cell)
        reached += answer["walk"]["reached"] and len(answer["walk"]["path"]) - 1 <= away[cell] + 2
    assert reached >= 4
    assert observed((0, 0)).tolist() == [-1, -1]
