"""Nearest neighbours: a vote of the most similar training samples."""

from collections.abc import Mapping
from typing import Any, final

import numpy as np

from blocks.bases.estimator import Array, Estimator, estimator_params
from builder.param import Integer
from builder.problem import refuse


@final
class NearestNeighbours(Estimator):
    """Let the most similar training samples vote: B × C becomes B × K, the logarithms of their shares.

    Nothing is learnt: the training rows themselves are kept, up to `room` of them.
    """

    title = "Nearest neighbours"
    keywords = ("scikit-learn", "sklearn", "knn", "k-nearest", "classifier", "estimator", "memory")
    builds = "blocks.modules.nearest_neighbours.NearestNeighbours"
    params = {
        **estimator_params(),
        "neighbours": Integer(sentence="How many samples vote.", default=5, maximum=100),
        "room": Integer(sentence="How many training rows are kept at most.", default=2_000, maximum=20_000),
    }

    def sizes(self, params: Mapping[str, Any]) -> dict[str, Any]:
        if params["neighbours"] > params["room"]:
            raise refuse(
                "bounds",
                f"{params['neighbours']} neighbours shall vote, and only {params['room']} rows are kept.",
                param="neighbours",
                expected=f"at most {params['room']}",
                got=str(params["neighbours"]),
                next="Keep more rows, or let fewer vote.",
            )
        return super().sizes(params) | {"neighbours": params["neighbours"], "room": params["room"]}

    def fitted(
        self, params: Mapping[str, Any], features: Array, labels: Array, *, seed: int
    ) -> dict[str, Array]:
        room, kept = params["room"], features[: params["room"]]
        if len(kept) < params["neighbours"]:
            raise refuse(
                "estimator_rows",
                f"{params['neighbours']} neighbours shall vote, and there are only {len(kept)} training rows.",
                param="neighbours",
                expected=f"at least {params['neighbours']} rows",
                got=f"{len(kept)} rows",
                next=f"Set neighbours to {len(kept)} or less, or train on more rows.",
            )
        samples = np.zeros((room, features.shape[1]))
        known = np.zeros(room, dtype=np.int64)
        samples[: len(kept)], known[: len(kept)] = kept, labels[:room]
        return {"samples": samples, "labels": known, "count": np.array(len(kept))}
