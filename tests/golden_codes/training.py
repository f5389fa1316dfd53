"""Runs that do not begin or do not end well: settings, targets, estimators, memory, the disk and going on."""

from collections import namedtuple
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from builder import add, connect, set_param
from builder.data import Column, Dataset
from builder.documents.training_lines import schedule_of
from builder.fitting import fit
from builder.fitting.crew import crew_of
from builder.problem import Problem
from builder.weightless.foreign import explain
from tests.broken.form import graph
from tests.golden_codes.folding import with_folding
from tests.golden_codes.form import Case, failed, refused, trained
from tests.test_estimators import data, network, with_front
from tests.test_fit import mlp
from tests.test_resume import run
from tests.test_stages import FIRST, SECOND, staged
from tests.test_worlds import agent


def numbers_for_classes(folder: Path) -> Problem:
    document = connect(add(mlp(), "value_output", "value", target="grower"), "scores.y", "value.x")
    return trained(document)


def an_output_of_another_width(folder: Path) -> Problem:
    return trained(
        graph(
            {
                "numbers": ("vector_input", {"width": 13}),
                "narrow": "linear",
                "same": ("value_output", {"target": "features"}),
            },
            "numbers.vector > narrow.x; narrow.y > same.x",
        )
    )


def one_class_to_fit_on(folder: Path) -> Problem:
    rows = np.zeros((8, 6), np.float32)
    labels = Column("label", np.array([0] * 6 + [1] * 2), classes=("cat", "dog"))
    one = Dataset(
        "pets",
        "Pets",
        {"features": Column("vector", rows), "label": labels},
        np.arange(6),
        np.arange(6, 8),
        "label",
    )
    return failed(fit(network("logistic_regression", 2), data=one, device="cpu"))


def mixed(what: str) -> Case:
    return lambda folder: failed(fit(with_front(what), data=data(3), device="cpu"))


def no_world(folder: Path) -> Problem:
    document = set_param(agent(target="features"), "cell", "width", 13)
    return trained(set_param(document, "values", "out_features", 13))


def a_network_that_memory_does_not_hold(folder: Path) -> Problem:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builder.planning.budget.available", lambda: 1_000_000)
        return trained(set_param(mlp(), "front", "out_features", 50_000))


def a_step_too_large(folder: Path) -> Problem:
    """What is squared overflows first, so that the loss is infinite before anything is undefined."""
    document = graph(
        {
            "numbers": ("vector_input", {"width": 13}),
            "same_numbers": ("linear", {"out_features": 13}),
            "same": ("value_output", {"target": "features"}),
        },
        "numbers.vector > same_numbers.x; same_numbers.y > same.x",
    )
    return trained(document, optimiser="sgd", learning_rate=100, epochs=30)


def a_device_that_is_not_there(folder: Path) -> Problem:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builder.fitting.device.available", lambda: ("cpu",))
        return failed(fit(mlp(), settings={"data": "wine"}, device="cuda"))


def a_full_disk(folder: Path) -> Problem:
    usage: Any = namedtuple("usage", "total used free")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shutil.disk_usage", lambda place: usage(10**9, 10**9, 1_000))
        return failed(run(mlp(), folder, steps=3))


def a_changed_network(folder: Path) -> Problem:
    run(mlp(), folder, steps=3)
    return failed(run(mlp(norm=True), folder / "again", resume=folder))


def rows_of_another_count(folder: Path) -> Problem:
    document = graph(
        {
            "numbers": ("vector_input", {"width": 13}),
            "wide": ("linear", {"out_features": 6}),
            "folded": "fold_into_batch",
            "kind": "class_output",
        },
        "numbers.vector > wide.x; wide.y > folded.x; folded.y > kind.x",
    )
    return failed(fit(document, with_folding(), settings={"data": "wine", "epochs": 1}, device="cpu"))


def processes_that_do_not_meet(folder: Path) -> Problem:
    alone: Any = SimpleNamespace(num_processes=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORLD_SIZE", "2")
        return refused(lambda: crew_of(alone))


CASES: dict[str, Case] = {
    "batch_of_one": lambda folder: trained(mlp(norm=True), batch=1),
    "device": a_device_that_is_not_there,
    "disk_full": a_full_disk,
    "estimator_rows": one_class_to_fit_on,
    "fitted_behind_trained": mixed("front"),
    "loss_not_finite": a_step_too_large,
    "memory": lambda folder: explain(RuntimeError("CUDA out of memory")),
    "memory_budget": a_network_that_memory_does_not_hold,
    "no_checkpoint": lambda folder: failed(run(mlp(), folder, resume=folder)),
    "no_loss": lambda folder: trained(set_param(mlp(), "kind", "loss", "none")),
    "no_world": no_world,
    "other_run": a_changed_network,
    "output_rows": rows_of_another_count,
    "processes": processes_that_do_not_meet,
    "stage_node": lambda folder: failed(fit(staged(FIRST, {**SECOND, "learns": ("nobody",)}), device="cpu")),
    "target_kind": numbers_for_classes,
    "target_width": an_output_of_another_width,
    "trained_behind_estimator": mixed("behind"),
    "training_line": lambda folder: refused(lambda: schedule_of("five: backbone")),
    "training_setting": lambda folder: trained(mlp(), epochs=0),
}
