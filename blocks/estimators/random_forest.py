"""Random forest: many decision trees, each on its own part of the data."""

from collections.abc import Mapping
from typing import Any, final

import numpy as np

from blocks.bases.estimator import Array, Estimator, estimator_params
from builder.param import Integer


@final
class RandomForest(Estimator):
    """Let many decision trees answer, each grown on a random part of the data: B × C becomes B × K.

    What leaves are the logarithms of the trees' mean probabilities. The fit is scikit-learn's (Breiman, 2001).
    """

    title = "Random forest"
    keywords = ("scikit-learn", "sklearn", "trees", "ensemble", "classifier", "estimator")
    builds = "blocks.modules.random_forest.RandomForest"
    widths = False
    params = {
        **estimator_params(),
        "trees": Integer(sentence="How many trees.", default=100, maximum=1_000),
        "depth": Integer(sentence="How many questions a tree asks at most.", default=10, maximum=12),
    }

    def sizes(self, params: Mapping[str, Any]) -> dict[str, Any]:
        return super().sizes(params) | {"trees": params["trees"], "depth": params["depth"]}

    def fitted(
        self, params: Mapping[str, Any], features: Array, labels: Array, *, seed: int
    ) -> dict[str, Array]:
        from sklearn.ensemble import RandomForestClassifier

        model = RandomForestClassifier(params["trees"], max_depth=params["depth"], random_state=seed)
        model.fit(features, labels)
        grown = [_complete(tree.tree_, model.classes_, params) for tree in model.estimators_]
        names = ("feature", "threshold", "leaves")
        return {name: np.stack([tree[place] for tree in grown]) for place, name in enumerate(names)}


def _complete(tree: Any, classes: Array, params: Mapping[str, Any]) -> tuple[Array, Array, Array]:
    """A tree with all of its leaves: where it ended early, both ways lead to the same answer."""
    depth = params["depth"]
    feature = np.zeros(2**depth - 1, dtype=np.int64)
    threshold = np.zeros(2**depth - 1, dtype=np.float32)
    leaves = np.zeros((2**depth, params["out_features"]))
    shares = tree.value[:, 0] / tree.value[:, 0].sum(axis=1, keepdims=True)
    nodes = np.zeros(1, dtype=np.int64)
    for level in range(depth):
        ended = tree.children_left[nodes] < 0
        places = slice(2**level - 1, 2 ** (level + 1) - 1)
        feature[places] = np.where(ended, 0, tree.feature[nodes])
        threshold[places] = np.where(ended, 0.0, _below(tree.threshold[nodes]))
        left = np.where(ended, nodes, tree.children_left[nodes])
        right = np.where(ended, nodes, tree.children_right[nodes])
        nodes = np.stack([left, right], axis=1).reshape(-1)
    leaves[:, classes] = shares[nodes]
    return feature, threshold, leaves


def _below(threshold: Array) -> Array:
    """The largest float32 that is not above: features are float32, so that the same ones lie above it."""
    near = threshold.astype(np.float32)
    return np.where(near > threshold, np.nextafter(near, np.float32(-np.inf)), near)
