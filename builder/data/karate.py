"""Zachary's karate club: 34 members, their friendships, and the four communities they fell into."""

import numpy as np

from builder.data.dataset import Column, Dataset, Graph


def load() -> Dataset:
    """One graph: a one-hot vector a member, one labelled member a community, the other 30 as the test."""
    from torch_geometric.datasets import KarateClub

    graph = KarateClub()[0]
    labels = graph.y.numpy().astype(np.int64)
    known = graph.train_mask.numpy()
    return Dataset(
        name="karate",
        title="Karate club",
        columns={
            "graph": Column(
                "graph", Graph(graph.x.numpy().astype(np.float32), graph.edge_index.numpy().astype(np.int64))
            ),
            "community": Column(
                "label", labels, classes=tuple(f"community {place + 1}" for place in range(4))
            ),
        },
        train=np.flatnonzero(known),
        test=np.flatnonzero(~known),
        label="community",
        notes=("The whole graph is seen in every step; the loss only counts the four labelled members.",),
    )
