"""Made-up opinions, negative or positive; the test uses words and patterns never trained on."""

from builder.data.dataset import Dataset
from builder.data.sentiment import (
    TEST_TEMPLATES,
    TEST_THINGS,
    TEST_WORDS,
    TRAIN_TEMPLATES,
    TRAIN_THINGS,
    TRAIN_WORDS,
    judged,
    sentences,
)

CLASSES = ("negative", "positive")


def load() -> Dataset:
    """400 sentences to learn from and 144 to test on, both classes evenly."""
    learn = sentences(TRAIN_TEMPLATES, (*TRAIN_THINGS, "trip", "café"), TRAIN_WORDS, 0, CLASSES)
    test = sentences(TEST_TEMPLATES, TEST_THINGS, TEST_WORDS, 1, CLASSES)
    return judged("opinions", "Templated opinions", "opinion", CLASSES, learn=learn, test=test)
