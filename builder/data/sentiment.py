"""Made-up sentences, negative, neutral or positive; the test uses words and patterns never trained on."""

from collections.abc import Mapping
from itertools import product

import numpy as np

from builder.data.dataset import Column, Dataset

CLASSES = ("negative", "neutral", "positive")

TRAIN_TEMPLATES = (
    "The {thing} was {word}.",
    "I thought the {thing} seemed {word}.",
    "We found this {thing} rather {word}.",
    "My friends called the {thing} {word}.",
    "It turned out to be a {word} {thing}.",
)
TEST_TEMPLATES = (
    "Everybody agrees that their {thing} is {word}.",
    "Yesterday's {thing}, according to several people, had been {word}.",
    "Another {thing}, as {word} as ever, opened last week.",
)
TRAIN_THINGS = ("film", "meal", "hotel", "concert", "book", "phone")
TEST_THINGS = ("restaurant", "game", "jacket", "lecture")
TRAIN_WORDS: Mapping[str, tuple[str, ...]] = {
    "negative": ("terrible", "awful", "boring", "disappointing", "dreadful"),
    "neutral": ("average", "ordinary", "standard", "typical", "usual"),
    "positive": ("wonderful", "excellent", "delightful", "brilliant", "superb"),
}
TEST_WORDS: Mapping[str, tuple[str, ...]] = {
    "negative": ("horrible", "lousy", "miserable", "annoying", "unpleasant", "pathetic"),
    "neutral": ("common", "everyday", "normal", "regular", "conventional", "customary"),
    "positive": ("fantastic", "marvellous", "amazing", "lovely", "splendid", "charming"),
}


def load() -> Dataset:
    """450 sentences to learn from and 216 to test on, three classes evenly."""
    learn = sentences(TRAIN_TEMPLATES, TRAIN_THINGS, TRAIN_WORDS, 0, CLASSES)
    test = sentences(TEST_TEMPLATES, TEST_THINGS, TEST_WORDS, 1, CLASSES)
    return judged("sentiment", "Templated sentiment", "sentiment", CLASSES, learn=learn, test=test)


def judged(
    name: str,
    title: str,
    label: str,
    classes: tuple[str, ...],
    *,
    learn: list[tuple[str, int]],
    test: list[tuple[str, int]],
) -> Dataset:
    """Sentences with the places of their classes as a data set, in a column ``text`` and one of the label's name."""
    texts, labels = zip(*learn, *test, strict=True)
    return Dataset(
        name=name,
        title=title,
        columns={
            "text": Column("text", list(texts)),
            label: Column("label", np.array(labels, dtype=np.int64), classes=classes),
        },
        train=np.arange(len(learn)),
        test=np.arange(len(learn), len(texts)),
        label=label,
        notes=("No adjective, noun or sentence pattern of the test occurs in the training sentences.",),
    )


def sentences(
    templates: tuple[str, ...],
    things: tuple[str, ...],
    words: Mapping[str, tuple[str, ...]],
    seed: int,
    classes: tuple[str, ...],
) -> list[tuple[str, int]]:
    """Every template with every thing and every word of these classes, shuffled, with the place of its class."""
    made = [
        (template.format(thing=thing, word=word), classes.index(name))
        for template, thing, name in product(templates, things, classes)
        for word in words[name]
    ]
    order = np.random.default_rng(seed).permutation(len(made))
    return [made[place] for place in order]
