"""Fitting: what a run says, what it learns, what it leaves alone, and how it fails."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from builder import Document, add, connect, default_registry, freeze, set_param
from builder.data import Column, Dataset, load
from builder.fitting import fit, settings_of
from builder.fitting.keeping import Features
from builder.fitting.order import batches
from builder.fitting.setup import dataset_of, run_of
from builder.problem import Refused
from tests.networks import line

REGISTRY = default_registry()


def mlp(*, norm: bool = False, frozen_front: bool = False) -> Document:
    """Wine's 13 numbers -> linear -> (BatchNorm) -> ReLU -> linear -> three classes."""
    network = add(Document(title="Wine"), "vector_input", "numbers", width=13)
    network = add(network, "linear", "front", out_features=32)
    network = connect(network, "numbers.vector", "front.x")
    last = "front.y"
    if norm:
        network = connect(add(network, "batch_norm1d", "norm"), last, "norm.x")
        last = "norm.y"
    network = connect(add(network, "relu", "relu"), last, "relu.x")
    network = connect(add(network, "linear", "scores", out_features=3), "relu.y", "scores.x")
    network = connect(add(network, "class_output", "kind"), "scores.y", "kind.x")
    return freeze(network, "front") if frozen_front else network


def with_dropout() -> Document:
    network = add(mlp(), "dropout", "drop")
    edges = tuple(edge for edge in network.edges if edge.target != "scores")
    network = network.model_copy(update={"edges": edges})
    return connect(connect(network, "relu.y", "drop.x"), "drop.y", "scores.x")


def events(document: Document, **settings: Any) -> list[dict[str, Any]]:
    chosen = {"data": "wine", "epochs": 3, "learning_rate": 0.01} | settings
    return list(fit(document, settings=chosen, device="cpu"))


def losses(run: list[dict[str, Any]]) -> list[float]:
    return [event["loss"] for event in run if event["event"] == "epoch"]


def problem(document: Document, **settings: Any) -> dict[str, Any]:
    last = events(document, **settings)[-1]
    assert last["event"] == "failed"
    found: dict[str, Any] = last["problem"]
    return found


def test_a_run_learns_and_says_so_in_order() -> None:
    run = events(mlp(), epochs=8)
    kinds = [event["event"] for event in run]
    assert kinds[0] == "preparing"
    assert kinds.index("started") < kinds.index("step") < kinds.index("epoch") < kinds.index("finished")
    assert kinds.count("epoch") == 8
    assert kinds[-1] == "finished"
    json.dumps(run)
    first, last = losses(run)[0], losses(run)[-1]
    assert last < first / 2
    finished = run[-1]
    baseline = finished["baseline"]["kind"]
    assert finished["test"]["kind"]["accuracy"] > baseline["majority"] + 0.3
    assert baseline["name"] == "raw numbers + logistic regression"
    assert baseline["value"] > 0.9
    assert finished["cpu_seconds"] > 0


def test_the_counts_of_a_run_are_the_plan_s() -> None:
    run = events(mlp(frozen_front=True), epochs=1)
    started = next(event for event in run if event["event"] == "started")
    assert (started["parameters"], started["trainable"]) == (13 * 32 + 32 + 99, 99)
    assert (started["train"], started["test"]) == (125, 53)
    assert started["kept"]["nodes"] == ["front"]


def test_the_same_seed_repeats_a_run_and_another_does_not() -> None:
    once, twice, other = (losses(events(mlp(), seed=seed)) for seed in (1, 1, 2))
    assert once == twice
    assert once != other


def test_a_run_leaves_the_global_random_state_alone() -> None:
    network = with_dropout()
    before = torch.get_rng_state().clone(), np.random.get_state()[1].copy(), random.getstate()  # type: ignore[index]
    first = losses(events(network))
    assert torch.equal(torch.get_rng_state(), before[0])
    assert (np.random.get_state()[1] == before[1]).all()  # type: ignore[index]
    assert random.getstate() == before[2]
    torch.manual_seed(99)
    assert losses(events(network)) == first


def test_dropout_is_at_work() -> None:
    assert losses(events(with_dropout())) != losses(events(mlp()))


@pytest.mark.parametrize(
    ("count", "size", "lengths"),
    [(10, 4, [4, 4, 2]), (9, 4, [4, 5]), (4, 4, [4]), (1, 4, [1]), (3, 1, [1, 1, 1])],
)
def test_batches_cover_every_row_and_none_is_alone(count: int, size: int, lengths: list[int]) -> None:
    parts = batches(count, size, seed=3, epoch=1)
    assert [len(part) for part in parts] == lengths
    assert sorted(torch.cat(parts).tolist()) == list(range(count))


def test_the_order_follows_seed_and_epoch() -> None:
    def order(seed: int, epoch: int) -> list[int]:
        return torch.cat(batches(50, 8, seed=seed, epoch=epoch)).tolist()

    assert order(1, 1) == order(1, 1)
    assert len({tuple(order(seed, epoch)) for seed in range(3) for epoch in range(3)}) == 9


def test_a_last_batch_of_one_does_not_break_batch_norm() -> None:
    assert events(mlp(norm=True), samples=33, batch=32)[-1]["event"] == "finished"


def test_batches_of_one_before_batch_norm_are_explained() -> None:
    found = problem(mlp(norm=True), batch=1)
    assert found["code"] == "batch_of_one"
    assert "2 or more" in found["next"]


def test_a_stopped_run_says_so_and_keeps_what_it_has(tmp_path: Path) -> None:
    asked: Iterator[int] = iter(range(1000))
    run = list(
        fit(
            mlp(),
            settings={"data": "wine", "epochs": 50},
            stop=lambda: next(asked) > 10,
            checkpoint=tmp_path,
            device="cpu",
        )
    )
    assert run[-1]["event"] == "finished"
    assert run[-1]["stopped"]
    assert sum(event["event"] == "epoch" for event in run) == 2
    assert (tmp_path / "model.safetensors").exists()


def test_kept_features_change_nothing() -> None:
    settings = settings_of(mlp(frozen_front=True), {"data": "wine", "epochs": 1})
    found = []
    for room in (10**9, 1):
        run, _ = run_of(mlp(frozen_front=True), REGISTRY, dataset_of(settings, None), settings, "cpu")
        features = Features(run.network, run.features.feed, run.batch, graph=False, room=room)
        said = list(features.keep(run.dataset.rows, run.dataset.train[:32]))
        assert bool(features.kept) == (room > 1)
        assert bool(said) == (room == 1)
        object.__setattr__(run, "features", features)
        run.network.module.train()
        rows = [run.dataset.train[places.numpy()] for places in batches(125, 32, seed=0, epoch=1)]
        steps = [
            run.step(part, epoch=1, number=n, meters=run.meters())["total"] for n, part in enumerate(rows)
        ]
        found.append(torch.stack(steps))
    assert torch.allclose(found[0], found[1], atol=1e-6)


def test_a_part_that_learns_is_not_kept_and_the_page_says_why() -> None:
    network = mlp()
    started = next(event for event in events(network, epochs=1) if event["event"] == "started")
    assert started["kept"]["nodes"] == []
    behind = freeze(network, "scores")
    started = next(event for event in events(behind, epochs=1) if event["event"] == "started")
    assert "scores" in started["kept"]["said"]
    assert "trained" in started["kept"]["said"]


def two_outputs(first: float, second: float) -> Document:
    network = set_param(line(), "kind", "weight", first)
    network = add(network, "linear", "other", out_features=3)
    network = add(network, "class_output", "again", weight=second, metric="macro_f1")
    network = connect(network, "numbers.vector", "other.x")
    return connect(network, "other.y", "again.x")


def test_several_outputs_add_their_weighted_losses() -> None:
    run = events(two_outputs(2.0, 0.5), epochs=1)
    epoch = next(event for event in run if event["event"] == "epoch")
    parts = epoch["losses"]
    assert epoch["loss"] == pytest.approx(2 * parts["kind"] + 0.5 * parts["again"], rel=1e-5)
    assert list(epoch["test"]["kind"]) == ["accuracy", "loss"]
    assert list(epoch["test"]["again"]) == ["macro_f1", "loss"]
    assert list(epoch["train"]["kind"]) == ["accuracy"]


def test_an_output_without_a_loss_is_not_trained() -> None:
    network = set_param(two_outputs(1.0, 1.0), "again", "loss", "none")
    finished = events(network, epochs=1)[-1]
    assert set(finished["test"]) == {"kind"}


def numbers(count: int = 60) -> Dataset:
    """Rows whose value is the sum of their two numbers."""
    values = np.random.default_rng(0).normal(size=(count, 2)).astype(np.float32)
    return Dataset(
        "sums",
        "Sums",
        {"features": Column("vector", values), "total": Column("number", values.sum(axis=1))},
        np.arange(40),
        np.arange(40, count),
        "total",
    )


def regression() -> Document:
    network = add(Document(), "vector_input", "numbers", width=2)
    network = connect(add(network, "linear", "sum", out_features=1), "numbers.vector", "sum.x")
    return connect(add(network, "value_output", "total", target="total"), "sum.y", "total.x")


def test_values_are_learnt_against_a_linear_baseline() -> None:
    run = list(fit(regression(), data=numbers(), settings={"epochs": 60, "learning_rate": 0.1}, device="cpu"))
    finished = run[-1]
    assert finished["test"]["total"]["mse"] < 0.01
    assert finished["baseline"]["total"]["name"] == "raw numbers + linear regression"
    assert finished["baseline"]["total"]["majority"] > 0.5


@pytest.mark.parametrize("optimiser", ["adam", "adamw", "sgd"])
def test_every_optimiser_learns(optimiser: str) -> None:
    found = losses(events(mlp(), optimiser=optimiser, epochs=4))
    assert found[-1] < found[0]


def frozen(document: Document) -> Document:
    for node in ("front", "scores"):
        document = freeze(document, node)
    return document


@pytest.mark.parametrize(
    ("document", "settings", "code", "words"),
    [
        (mlp(), {"data": "wines"}, "data_unknown", ["wines", "'wine'"]),
        (mlp(), {"data": ""}, "data_unknown", ["No data set"]),
        (mlp(), {"data": "sentiment"}, "data_column", ["numbers"]),
        (set_param(mlp(), "kind", "target", "growers"), {}, "data_column", ["growers", "'grower'"]),
        (set_param(mlp(), "scores", "out_features", 2), {}, "class_count", ["3 classes", "only 2"]),
        (set_param(mlp(), "numbers", "width", 12), {}, "data_width", ["12", "13"]),
        (frozen(mlp()), {}, "nothing_trainable", ["frozen"]),
        (set_param(mlp(), "kind", "loss", "none"), {}, "no_loss", ["loss"]),
        (mlp(), {"epochs": 0}, "training_setting", ["epochs"]),
        (mlp(), {"speed": 3}, "training_setting", ["speed"]),
        (
            mlp(),
            {"optimiser": "sgd", "learning_rate": 100, "epochs": 30},
            "loss_not_finite",
            ["learning rate"],
        ),
        (set_param(mlp(), "numbers", "width", 0), {}, "parameter", ["width"]),
        (mlp(), {"data": "nowhere/data.csv"}, "data_file", ["data.csv"]),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_run_that_cannot_be_fails_with_a_problem(
    document: Document, settings: dict[str, Any], code: str, words: list[str]
) -> None:
    found = problem(document, **settings)
    assert found["code"] == code
    assert found["next"]
    text = json.dumps(found, ensure_ascii=False)
    for word in words:
        assert word in text


def test_a_loss_that_does_not_fit_its_column_is_explained() -> None:
    network = add(mlp(), "value_output", "value", target="grower")
    network = connect(network, "scores.y", "value.x")
    found = problem(network)
    assert (found["code"], found["node"]) == ("target_kind", "value")


def test_a_document_cannot_name_a_path(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("a,label\n1,x\n2,y\n1,x\n2,y\n")
    base = settings_of(mlp()).training
    network = mlp().model_copy(
        update={"training": base.model_copy(update={"data": str(tmp_path / "table.csv")})}
    )
    last = list(fit(network, device="cpu"))[-1]
    assert last["problem"]["code"] == "data_unknown"


def test_one_s_own_table_trains_when_the_person_chose_it(tmp_path: Path) -> None:
    rows = "\n".join(f"{n % 7},{n % 3},{'ab'[n % 2]}" for n in range(60))
    (tmp_path / "table.csv").write_text(f"one,two,label\n{rows}\n")
    run = list(fit(line(2, 2), settings={"data": str(tmp_path / "table.csv"), "epochs": 1}, device="cpu"))
    assert run[-1]["event"] == "finished"


def test_a_device_that_is_not_there_is_named() -> None:
    if torch.cuda.is_available():
        assert next(e for e in fit(mlp(), settings={"data": "wine", "epochs": 1}) if e["event"] == "started")
        return
    last = list(fit(mlp(), settings={"data": "wine"}, device="cuda"))[-1]
    assert last["problem"]["code"] == "device"
    assert "cpu" in last["problem"]["expected"]


def test_the_classes_of_the_data_may_be_fewer_than_the_places() -> None:
    started = next(
        event
        for event in events(set_param(mlp(), "scores", "out_features", 5), epochs=1)
        if event["event"] == "started"
    )
    assert any("2 of 5 places" in note for note in started["notes"])


def test_settings_come_from_the_document_and_then_from_the_person() -> None:
    document = mlp().model_copy(update={"training": settings_of(mlp(), {"epochs": 7, "batch": 3}).training})
    assert settings_of(document, {"batch": 5}).training.epochs == 7
    assert settings_of(document, {"batch": 5}).training.batch == 5
    with pytest.raises(Refused):
        settings_of(document, {"batch": 1.5})


def test_a_graph_trains_on_all_nodes_at_once() -> None:
    network = add(Document(), "graph_input", "club", features=34)
    network = connect(add(network, "linear", "scores", out_features=4), "club.nodes", "scores.x")
    network = connect(add(network, "class_output", "group"), "scores.y", "group.x")
    run = list(fit(network, data=load("karate"), settings={"epochs": 2}, device="cpu"))
    assert next(event["steps"] for event in run if event["event"] == "step") == 1
    assert "without the graph" in run[-1]["baseline"]["group"]["name"]
    assert run[-1]["baseline"]["group"]["majority"] == pytest.approx(0.4)


def test_large_pictures_have_a_baseline_of_small_ones() -> None:
    from builder.fitting.baseline import baseline
    from builder.fitting.targets import Target

    shades = np.array([0, 255] * 20, dtype=np.uint8)
    images = np.broadcast_to(shades[:, None, None, None], (40, 100, 70, 3)).copy()
    data = Dataset(
        "shades",
        "Shades",
        {
            "image": Column("image", images),
            "label": Column("label", (shades > 0).astype(np.int64), ("dark", "light")),
        },
        np.arange(30),
        np.arange(30, 40),
        "label",
    )
    target = Target("out", "label", "label", "cross_entropy", 1.0, "accuracy", 2, ("dark", "light"))
    found = baseline(data, ("image",), target)
    assert found == {
        "metric": "accuracy",
        "majority": 0.5,
        "name": "raw pixels + logistic regression",
        "value": 1.0,
    }
