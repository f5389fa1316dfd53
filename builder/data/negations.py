"""Made-up opinions, half of them negated: not dreadful is praise. The test uses words and patterns never trained on."""

from collections.abc import Mapping
from itertools import product

import numpy as np

from builder.data.dataset import Dataset
from builder.data.sentiment import TEST_THINGS, TEST_WORDS, TRAIN_THINGS, TRAIN_WORDS, judged

CLASSES = ("negative", "positive")

Patterns = tuple[tuple[str, str], ...]
"""Sentences as they are said, and negated."""

TRAIN_PATTERNS: Patterns = (
    ("The {thing} was {word}.", "The {thing} was not {word}."),
    ("I thought the {thing} seemed {word}.", "I never thought the {thing} seemed {word}."),
    ("We found this {thing} {word}.", "We did not find this {thing} {word}."),
    ("My friends called the {thing} {word}.", "None of my friends called the {thing} {word}."),
    ("It turned out to be a {word} {thing}.", "It did not turn out to be a {word} {thing}."),
)
TEST_PATTERNS: Patterns = (
    ("Everybody agrees that their {thing} is {word}.", "Everybody agrees that their {thing} is not {word}."),
    (
        "Yesterday's {thing}, according to several people, had been {word}.",
        "Yesterday's {thing}, according to several people, had not been {word}.",
    ),
    (
        "Another {thing} opened last week, as {word} as the first.",
        "Another {thing} opened last week, by no means {word}.",
    ),
)


def load() -> Dataset:
    """600 sentences to learn from and 288 to test on, both classes evenly, every other one negated."""
    learn = _sentences(TRAIN_PATTERNS, TRAIN_THINGS, TRAIN_WORDS, 0)
    test = _sentences(TEST_PATTERNS, TEST_THINGS, TEST_WORDS, 1)
    return judged("negations", "Opinions, half of them negated", "opinion", CLASSES, learn=learn, test=test)


def _sentences(
    patterns: Patterns, things: tuple[str, ...], words: Mapping[str, tuple[str, ...]], seed: int
) -> list[tuple[str, int]]:
    """Every pattern with every thing and word, as it is and negated, shuffled, with the place of its class."""
    made = [
        (pattern[negated].format(thing=thing, word=word), place != negated)
        for pattern, thing, (place, name), negated in product(patterns, things, enumerate(CLASSES), (0, 1))
        for word in words[name]
    ]
    order = np.random.default_rng(seed).permutation(len(made))
    return [(made[place][0], int(made[place][1])) for place in order]
