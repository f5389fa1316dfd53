"""What estimators share: the classes that they tell apart, the column they learn from, and how they are declared."""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from blocks.bases.contract import features, floating, rank
from builder.block import FittedBlock, Input, Output, Site
from builder.param import Integer, Param, Text
from builder.recipe import Recipe, new

Array = np.ndarray[Any, np.dtype[Any]]

UNSEEN = -30.0
"""The logit of a class that no training row has."""


def estimator_params(*, folds: int = 0) -> dict[str, Param]:
    """The parameters that every estimator has."""
    return {
        "out_features": Integer(sentence="How many classes it tells apart.", default=10, minimum=2),
        "target": Text(sentence="The data column with the true class.", default="label"),
        "folds": Integer(
            sentence="What follows it learns from answers to rows that it was not fitted on, gathered in this many "
            "parts; 0: from its answers to its own rows.",
            default=folds,
            minimum=0,
            maximum=20,
        ),
        "in_features": Integer(sentence="How many features arrive.", inferred=True),
    }


class Estimator(FittedBlock):
    """A model of scikit-learn, fitted on all training rows at once, that predicts as a module of PyTorch.

    `builds` is the module; `sizes` gives what its constructor needs besides the number of features.
    """

    builds: ClassVar[str]
    widths: ClassVar[bool] = True
    """Whether the constructor takes the number of features."""
    inputs = {"x": Input("vector", "one row of numbers for each sample, from a frozen or fixed part")}
    outputs = {"y": Output("logits", "the logarithm of each class's probability, but for a constant; B × K")}

    def declare(self, site: Site) -> Recipe:
        rank(site, "x", "B × C")
        floating(site)
        width = features(site, "in_features")
        sizes = {"features": width} if self.widths else {}
        return Recipe(
            module=new(self.builds, **sizes, **self.sizes(site.params)), inferred={"in_features": width}
        )

    def sizes(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """The constructor's arguments that follow from the parameters."""
        return {"classes": params["out_features"]}


def spread(found: Array, classes: Array, count: int, empty: float) -> Array:
    """Values of the classes that occurred, on the first axis, at the places of all classes."""
    full = np.full((count, *found.shape[1:]), empty, dtype=np.float64)
    full[classes] = found
    return full
