"""Made-up opinions, negative or positive; the test uses words and patterns never trained on."""

import numpy as np

from builder.data.dataset import Column, Dataset
from builder.data.sentiment import (
    TEST_TEMPLATES,
    TEST_THINGS,
    TEST_WORDS,
    TRAIN_TEMPLATES,
    TRAIN_THINGS,
    TRAIN_WORDS,
    sentences,
)

CLASSES = ("negative", "positive")


def load() -> Dataset:
    """400 sentences to learn from and 144 to test on, both classes evenly."""
    learn = sentences(TRAIN_TEMPLATES, (*TRAIN_THINGS, "trip", "café"), TRAIN_WORDS, 0, CLASSES)
    test = sentences(TEST_TEMPLATES, TEST_THINGS, TEST_WORDS, 1, CLASSES)
    texts, labels = zip(*learn, *test, strict=True)
    return Dataset(
        name="opinions",
        title="Templated opinions",
        columns={
            "text": Column("text", list(texts)),
            "opinion": Column("label", np.array(labels, dtype=np.int64), classes=CLASSES),
        },
        train=np.arange(len(learn)),
        test=np.arange(len(learn), len(texts)),
        label="opinion",
        notes=("No adjective, noun or sentence pattern of the test occurs in the training sentences.",),
    )
