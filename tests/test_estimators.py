"""Estimators: what scikit-learn fits, and the module of PyTorch that predicts the same."""

from typing import Any

import numpy as np
import pytest
import torch
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import LinearSVC

from builder import Document, add, connect, freeze, plan, to_source
from builder.data import Column, Dataset
from builder.fitting import fit
from builder.inferring.inference import infer
from builder.weights.trained import load_run
from builder.writing.compile import run_source

WIDTH, ROWS = 6, 120


def rows(classes: int, seed: int = 0) -> tuple[Any, Any]:
    """Clouds of points around a centre for each class, wide enough to overlap."""
    generator = np.random.default_rng(seed)
    labels = np.arange(ROWS) % classes
    centres = generator.normal(0, 2, (classes, WIDTH))
    return (centres[labels] + generator.normal(0, 1.5, (ROWS, WIDTH))).astype(np.float32), labels


def data(classes: int) -> Dataset:
    features, labels = rows(classes)
    names = tuple(f"kind {place}" for place in range(classes))
    columns = {"features": Column("vector", features), "label": Column("label", labels, classes=names)}
    return Dataset("clouds", "Clouds", columns, np.arange(90), np.arange(90, ROWS), "label")


def network(block: str, classes: int, **params: Any) -> Document:
    document = add(Document(title="Estimator"), "vector_input", "numbers", width=WIDTH)
    document = add(document, block, "model", out_features=classes, **params)
    document = add(document, "class_output", "kind")
    document = connect(document, "numbers.vector", "model.x")
    return connect(document, "model.y", "kind.x")


MODELS: dict[str, tuple[Any, dict[str, Any], bool]] = {
    "logistic_regression": (LogisticRegression(max_iter=2_000, random_state=0), {}, True),
    "naive_bayes": (GaussianNB(), {}, True),
    "linear_svm": (LinearSVC(max_iter=10_000, random_state=0), {}, False),
    "nearest_neighbours": (KNeighborsClassifier(5), {"room": 200}, True),
    "random_forest": (
        RandomForestClassifier(20, max_depth=6, random_state=0),
        {"trees": 20, "depth": 6},
        True,
    ),
}
"""Block -> scikit-learn's own model, the block's parameters, and whether it gives probabilities."""


def trained(document: Document, folder: Any, classes: int = 3) -> dict[str, Any]:
    *_, last = fit(document, data=data(classes), device="cpu", checkpoint=folder)
    assert last["event"] == "finished", last
    return dict(last)


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("block", MODELS)
def test_a_fitted_block_predicts_what_scikit_learn_predicts(block: str, classes: int, tmp_path: Any) -> None:
    model, params, probable = MODELS[block]
    trained(network(block, classes, **params), tmp_path, classes)
    features, labels = rows(classes)
    model.fit(features[:90], labels[:90])
    with torch.no_grad():
        found = load_run(tmp_path).module(torch.from_numpy(features[90:]))
    assert found.argmax(dim=1).tolist() == model.predict(features[90:]).tolist()
    if probable:
        expected = np.clip(model.predict_proba(features[90:]), 1e-4, 1)
        expected /= expected.sum(axis=1, keepdims=True)
        assert np.allclose(found.softmax(dim=1).numpy(), expected, atol=2e-4)


@pytest.mark.parametrize("block", MODELS)
def test_a_fitted_block_is_measured_answers_and_is_exported(block: str, tmp_path: Any) -> None:
    document = network(block, 3, **MODELS[block][1])
    last = trained(document, tmp_path)
    assert last["test"]["kind"]["accuracy"] >= last["baseline"]["kind"]["majority"] + 0.2
    assert last["trainable"] == plan(document).size.trainable
    answer = infer(tmp_path, sample={"features": rows(3)[0][95].tolist()})
    assert sum(entry["probability"] for entry in answer["outputs"]["kind"]["classes"]) == pytest.approx(1)
    exported = run_source(to_source(document))["build"]().eval()
    kept = load_run(tmp_path).module
    exported.load_state_dict(kept.state_dict())
    sample = torch.from_numpy(rows(3)[0][90:])
    with torch.no_grad():
        assert torch.equal(exported(sample), kept(sample))


@pytest.mark.parametrize(
    ("block", "classes", "width", "numbers"),
    [
        ("logistic_regression", 2, 384, 385),
        ("logistic_regression", 3, 384, 1_155),
        ("naive_bayes", 10, 10, 210),
    ],
)
def test_an_estimator_has_as_many_numbers_as_scikit_learns(
    block: str, classes: int, width: int, numbers: int
) -> None:
    document = network(block, classes)
    document = document.replace_node(document.node("numbers").model_copy(update={"params": {"width": width}}))
    assert plan(document).size.trainable == numbers


def two_stages(folds: int) -> Document:
    document = add(Document(title="Two stages"), "vector_input", "numbers", width=WIDTH)
    document = add(document, "random_forest", "first", out_features=3, folds=folds, trees=20, depth=8)
    document = add(document, "softmax", "shares", dim=1)
    document = add(document, "naive_bayes", "second", out_features=3)
    document = add(document, "class_output", "kind")
    for source, target in (
        ("numbers.vector", "first.x"),
        ("first.y", "shares.x"),
        ("shares.y", "second.x"),
        ("second.y", "kind.x"),
    ):
        document = connect(document, source, target)
    return document


def test_out_of_fold_answers_are_less_sure_than_answers_to_known_rows(tmp_path: Any) -> None:
    spread = {}
    for folds in (0, 5):
        trained(two_stages(folds), tmp_path / str(folds))
        second = load_run(tmp_path / str(folds)).module.second
        spread[folds] = (float(second.mean.detach().diag().mean()), float(second.variance.detach().mean()))
    assert spread[5][0] < spread[0][0]
    assert spread[5][1] > spread[0][1]


def with_front(what: str) -> Document:
    """An estimator behind a linear layer, and the other way round."""
    first, second = (
        ("linear", "logistic_regression") if what == "front" else ("logistic_regression", "linear")
    )
    document = add(Document(title="Mixed"), "vector_input", "numbers", width=WIDTH)
    document = add(document, first, "first", out_features=3)
    document = add(document, second, "second", out_features=3)
    document = add(document, "class_output", "kind")
    document = connect(document, "numbers.vector", "first.x")
    document = connect(document, "first.y", "second.x")
    return connect(document, "second.y", "kind.x")


@pytest.mark.parametrize(
    ("what", "code"), [("front", "fitted_behind_trained"), ("behind", "trained_behind_estimator")]
)
def test_an_estimator_and_what_learns_by_gradients_are_kept_apart(what: str, code: str) -> None:
    *_, last = fit(with_front(what), data=data(3), device="cpu")
    assert last["event"] == "failed"
    assert last["problem"]["code"] == code
    assert last["problem"]["node"] == "second"


def test_an_estimator_behind_a_frozen_layer_leaves_it_as_it_was(tmp_path: Any) -> None:
    last = trained(freeze(with_front("front"), "first"), tmp_path)
    assert last["proof"]["said"] == "0 of 2 frozen tensors changed"
    assert last["trainable"] == 3 * 4


def test_too_many_classes_are_refused() -> None:
    *_, last = fit(network("naive_bayes", 2), data=data(3), device="cpu")
    assert (last["event"], last["problem"]["code"]) == ("failed", "class_count")


def standardised() -> Document:
    document = add(Document(title="Standardised"), "vector_input", "numbers", width=WIDTH)
    document = add(document, "standardise", "level")
    document = add(document, "linear", "scores", out_features=3)
    document = add(document, "class_output", "kind")
    document = connect(document, "numbers.vector", "level.x")
    document = connect(document, "level.y", "scores.x")
    return connect(document, "scores.y", "kind.x")


def test_standardising_holds_the_statistics_of_the_training_rows(tmp_path: Any) -> None:
    trained(standardised(), tmp_path)
    known, features = load_run(tmp_path).module, rows(3)[0]
    with torch.no_grad():
        found = known.level(torch.from_numpy(features[:90])).numpy()
    assert np.allclose(found.mean(axis=0), 0, atol=1e-5)
    assert np.allclose(found.std(axis=0), 1, atol=1e-5)
    assert plan(standardised()).size.trainable == 3 * (WIDTH + 1)
