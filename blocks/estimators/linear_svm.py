"""Linear support vector machine: the widest margin between the classes."""

from collections.abc import Mapping
from typing import Any, final

import numpy as np

from blocks.bases.estimator import UNSEEN, Array, Estimator, estimator_params, spread
from builder.param import Number


@final
class LinearSvm(Estimator):
    """Separate the classes by the widest margin: B × C becomes B × K distances from the borders.

    The distances are no logarithms of probabilities; only their order counts. The fit is scikit-learn's LinearSVC
    (Cortes and Vapnik, 1995).
    """

    title = "Linear SVM"
    keywords = ("scikit-learn", "sklearn", "support vector machine", "classifier", "margin", "estimator")
    builds = "blocks.modules.logistic_regression.LogisticRegression"
    params = {
        **estimator_params(),
        "strength": Number(
            sentence="What a sample on the wrong side costs (C).", default=1.0, minimum=1e-6, maximum=1e6
        ),
    }

    def fitted(
        self, params: Mapping[str, Any], features: Array, labels: Array, *, seed: int
    ) -> dict[str, Array]:
        from sklearn.svm import LinearSVC

        model = LinearSVC(C=params["strength"], max_iter=10_000, random_state=seed).fit(features, labels)
        classes = params["out_features"]
        if classes == 2:
            return {"linear.weight": model.coef_, "linear.bias": model.intercept_}
        rows, offsets = model.coef_, model.intercept_
        if len(model.classes_) == 2:
            rows, offsets = np.stack([-rows[0], rows[0]]), np.array([-offsets[0], offsets[0]])
        return {
            "linear.weight": spread(rows, model.classes_, classes, 0.0),
            "linear.bias": spread(offsets, model.classes_, classes, UNSEEN),
        }
