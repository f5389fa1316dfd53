"""Logistic regression: one weight for each feature and class."""

from collections.abc import Mapping
from typing import Any, final

import numpy as np

from blocks.bases.estimator import UNSEEN, Array, Estimator, estimator_params, spread
from builder.param import Number


@final
class LogisticRegression(Estimator):
    """Weigh the features for each class, fitted to the optimum on all training rows: B × C becomes B × K.

    Of two classes one row of weights is enough: C + 1 numbers. The fit is scikit-learn's.
    """

    title = "Logistic regression"
    keywords = ("scikit-learn", "sklearn", "classifier", "linear", "estimator", "probe")
    builds = "blocks.modules.logistic_regression.LogisticRegression"
    params = {
        **estimator_params(),
        "strength": Number(
            sentence="How far the weights may follow the data (C); smaller keeps them small.",
            default=1.0,
            minimum=1e-6,
            maximum=1e6,
        ),
    }

    def fitted(
        self, params: Mapping[str, Any], features: Array, labels: Array, *, seed: int
    ) -> dict[str, Array]:
        from sklearn.linear_model import LogisticRegression as Model

        model = Model(C=params["strength"], max_iter=2_000, random_state=seed).fit(features, labels)
        classes = params["out_features"]
        if classes == 2:
            return {"linear.weight": model.coef_, "linear.bias": model.intercept_}
        rows, offsets = model.coef_, model.intercept_
        if len(model.classes_) == 2:  # scikit-learn keeps one row then
            rows, offsets = np.stack([-rows[0], rows[0]]) / 2, np.array([-offsets[0], offsets[0]]) / 2
        return {
            "linear.weight": spread(rows, model.classes_, classes, 0.0),
            "linear.bias": spread(offsets, model.classes_, classes, UNSEEN),
        }
