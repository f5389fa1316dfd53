"""Data: columns of images, texts, numbers, labels or one graph, with a split that is shown."""

from builder.data.catalogue import SOURCES, Source, like, load, load_own, measured
from builder.data.dataset import Column, Dataset, Graph, Scale
from builder.data.picture import held, read_picture, sent_picture

__all__ = [
    "SOURCES",
    "Column",
    "Dataset",
    "Graph",
    "Scale",
    "Source",
    "held",
    "like",
    "load",
    "load_own",
    "measured",
    "read_picture",
    "sent_picture",
]
