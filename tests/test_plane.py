"""Embeddings in a plane: what arrives at the last layer, in its two widest directions."""

from typing import Any

import numpy as np
import pytest

from builder import Document, add, connect, freeze
from builder.data import Column, Dataset
from builder.fitting import fit
from builder.ui.drawing.scatter import scatter
from tests.networks import line


def flat(width: int = 13) -> Dataset:
    """Rows that lie in a plane: two directions hold all of their variance, the first most of it."""
    generator = np.random.default_rng(0)
    along = generator.normal(size=(60, 2)) * (5, 1)
    ways = np.linalg.qr(generator.normal(size=(width, 2)))[0].T
    labels = (along[:, 0] > 0).astype(np.int64) + (along[:, 0] > 4)
    columns = {
        "features": Column("vector", (along @ ways).astype(np.float32)),
        "label": Column("label", labels, classes=("low", "middle", "high")),
    }
    return Dataset("flat", "Flat", columns, np.arange(40), np.arange(40, 60), "label")


def finished(document: Document, data: Dataset) -> dict[str, Any]:
    *_, last = fit(document, data=data, settings={"epochs": 1}, device="cpu")
    assert last["event"] == "finished", last
    return dict(last)


def test_vectors_that_lie_in_a_plane_lose_nothing() -> None:
    data = flat()
    plane = finished(line(), data)["plane"]
    assert plane["share"] == pytest.approx(1, abs=1e-4)
    found = np.array([point[:2] for point in plane["points"]])
    real = data.columns["features"].values[data.test]
    apart = np.linalg.norm(real[:, None] - real[None], axis=2)
    shown = np.linalg.norm(found[:, None] - found[None], axis=2)
    assert np.allclose(shown * apart.max() / shown.max(), apart, atol=0.02)
    assert [point[2] for point in plane["points"]] == data.columns["label"].values[data.test].tolist()
    assert scatter(plane).count("<circle") == 20


def test_a_backbone_that_is_frozen_in_part_has_a_plane_as_well() -> None:
    document = add(Document(title="Partly"), "image_input", "image", size=16)
    document = connect(add(document, "small_resnet", "backbone"), "image.image", "backbone.image")
    document = connect(add(document, "linear", "scores", out_features=10), "backbone.features", "scores.x")
    document = connect(add(document, "class_output", "digit"), "scores.y", "digit.x")
    document = freeze(document, "backbone", up_to="layer2")
    *_, last = fit(document, settings={"data": "digits", "samples": 20, "epochs": 1}, device="cpu")
    assert last["event"] == "finished", last
    assert len(last["plane"]["points"]) == 100


def test_an_output_without_vectors_has_no_plane() -> None:
    document = add(Document(title="Map"), "image_input", "image", size=16)
    document = connect(add(document, "conv2d", "conv", out_channels=10), "image.image", "conv.x")
    document = connect(add(document, "global_average_pool", "pool"), "conv.y", "pool.x")
    document = connect(add(document, "class_output", "digit"), "pool.y", "digit.x")
    *_, last = fit(document, settings={"data": "digits", "samples": 20, "epochs": 1}, device="cpu")
    assert "plane" not in last
