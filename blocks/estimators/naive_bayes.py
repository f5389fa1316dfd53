"""Naive Bayes: a bell curve for each feature of each class."""

from collections.abc import Mapping
from typing import Any, final

from blocks.bases.estimator import Array, Estimator, estimator_params, spread
from builder.param import Number


@final
class NaiveBayes(Estimator):
    """Weigh each feature by a bell curve for each class, as if the features had nothing to do with each other:
    B × C becomes B × K.

    2 · K · C + K numbers: a mean and a variance for each, and the classes' shares. The fit is scikit-learn's.
    """

    title = "Naive Bayes"
    keywords = ("scikit-learn", "sklearn", "gaussian", "classifier", "second stage", "estimator")
    builds = "blocks.modules.gaussian_naive_bayes.GaussianNaiveBayes"
    params = {
        **estimator_params(),
        "smoothing": Number(
            sentence="Share of the largest variance that is added to all.", default=1e-9, minimum=0.0
        ),
    }

    def fitted(
        self, params: Mapping[str, Any], features: Array, labels: Array, *, seed: int
    ) -> dict[str, Array]:
        from sklearn.naive_bayes import GaussianNB

        model = GaussianNB(var_smoothing=params["smoothing"]).fit(features, labels)
        classes = params["out_features"]
        return {
            "mean": spread(model.theta_, model.classes_, classes, 0.0),
            "variance": spread(model.var_, model.classes_, classes, 1.0),
            "prior": spread(model.class_prior_, model.classes_, classes, 1e-30),
        }
