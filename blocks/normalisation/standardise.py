"""Standardise: every feature on one scale, by statistics of the training rows."""

from collections.abc import Mapping
from typing import Any, final

import numpy as np

from blocks.bases.contract import features, floating, rank
from blocks.bases.estimator import Array
from builder.block import FittedBlock, Input, Output, Site
from builder.param import Integer
from builder.recipe import Recipe, new


@final
class Standardise(FittedBlock):
    """Bring each feature to mean 0 and deviation 1, as measured on all training rows: B × C stays B × C.

    The statistics are measured once, before training, and never move: a sample gets the same numbers whatever
    batch it comes in. A feature that is the same everywhere becomes 0.
    """

    title = "Standardise"
    keywords = ("scikit-learn", "normalisation", "scale", "z-score", "fusion", "StandardScaler")
    supervised = False
    inputs = {"x": Input("vector", "one row of numbers for each sample, from a frozen or fixed part")}
    outputs = {"y": Output("vector", "the same features on one scale")}
    params = {"in_features": Integer(sentence="How many features arrive.", inferred=True)}

    def declare(self, site: Site) -> Recipe:
        rank(site, "x", "B × C")
        floating(site)
        width = features(site, "in_features")
        module = new("blocks.modules.standardise.Standardise", features=width)
        return Recipe(module=module, inferred={"in_features": width})

    def fitted(
        self, params: Mapping[str, Any], features: Array, labels: Array, *, seed: int
    ) -> dict[str, Array]:
        deviation = features.std(axis=0, dtype=np.float64)
        still = deviation < 1e-7 * np.abs(features).max(initial=1e-30)
        return {"mean": features.mean(axis=0, dtype=np.float64), "deviation": np.where(still, 1.0, deviation)}
