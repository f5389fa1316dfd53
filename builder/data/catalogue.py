"""The data sets that are there without a network, by name, and the way to one's own files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from builder.data.dataset import Dataset
from builder.problem import refuse


@dataclass(frozen=True)
class Source:
    """A data set that can be loaded by name; `place` is the function that loads it."""

    name: str
    title: str
    sentence: str
    kind: str
    place: str
    like: str = ""
    """The function that turns a person's picture into what this data set holds."""
    measured: str = ""
    """The function that measures the numbers of its column ``features`` on a person's picture."""
    classes: Mapping[str, int] = field(default_factory=dict)
    """Columns of classes with how many there are, the usual one first, as far as that is known before loading."""


SOURCES = {
    source.name: source
    for source in (
        Source(
            "digits",
            "Handwritten digits",
            "1,797 grey images of 8 × 8 from scikit-learn, with ten numbers measured on each.",
            "image",
            "digits:load",
            "digits:like_digits",
            "digits:measured",
            classes={"digit": 10, "parity": 2, "half": 5},
        ),
        Source(
            "cameras",
            "Two cameras",
            "Digits as two cameras see them, one of which hangs upside down: there a 6 looks like a 9.",
            "image",
            "cameras:load",
            "digits:like_digits",
            classes={"pair": 5, "camera": 2},
        ),
        Source(
            "halves",
            "Digits in two halves",
            "The upper half of each digit as a picture, the lower half as 16 numbers.",
            "image",
            "halves:load",
            "halves:like_halves",
            "halves:measured",
            classes={"digit": 10},
        ),
        Source(
            "letters",
            "Drawn letters",
            "Capital letters drawn here at random sizes, angles and places.",
            "image",
            "letters:load",
            "letters:like_letters",
            classes={"letter": 26, "vowel": 2},
        ),
        Source(
            "spotting",
            "Letters to find",
            "Pictures with one capital letter each among soft blots, and the box around it.",
            "image",
            "spotting:load",
            classes={"letter": 26},
        ),
        Source(
            "grid_world",
            "Grid world",
            "A grid with walls and a goal: cells as numbers, pictures of them, and the actions that are best.",
            "image",
            "grid_world:load",
            "grid_world:like_frames",
            "grid_world:measured",
            classes={"action": 4},
        ),
        Source(
            "sentiment",
            "Templated sentiment",
            "666 made-up sentences, negative, neutral or positive; the test uses words never trained on.",
            "text",
            "sentiment:load",
            classes={"sentiment": 3},
        ),
        Source(
            "opinions",
            "Templated opinions",
            "544 made-up sentences, negative or positive; the test uses words never trained on.",
            "text",
            "opinions:load",
            classes={"opinion": 2},
        ),
        Source(
            "negations",
            "Opinions, half of them negated",
            "888 made-up sentences in which not dreadful is praise; the test uses words never trained on.",
            "text",
            "negations:load",
            classes={"opinion": 2},
        ),
        Source(
            "karate",
            "Karate club",
            "34 members of a club and their friendships; 4 labelled.",
            "graph",
            "karate:load",
            classes={"community": 4},
        ),
        Source(
            "wine",
            "Wine",
            "178 wines of three growers, 13 measurements each.",
            "vector",
            "tables:load_wine",
            classes={"grower": 3},
        ),
        Source(
            "breast_cancer",
            "Breast cancer",
            "569 tumours, 30 measurements each, malignant or benign.",
            "vector",
            "tables:load_breast_cancer",
            classes={"diagnosis": 2},
        ),
    )
}


def load(name: str) -> Dataset:
    """Load a data set by name: one that comes along, or one of a library, such as ``torchvision:FashionMNIST``.

    Raises:
        Refused: there is none of this name; those that exist are listed.
    """
    from builder.data.library import is_named, load_named

    if is_named(name):
        return load_named(name)
    source = SOURCES.get(name)
    if source is None:
        near = _meant(name)
        raise refuse(
            "data_unknown",
            f"There is no data set {name!r}." if name else "No data set is chosen.",
            expected="one of " + ", ".join(SOURCES),
            got=name[:80] or "none",
            next=f"Did you mean {near[0]!r}?"
            if near
            else "Choose one of these, or bring a folder, a zip or a CSV file.",
        )
    dataset: Dataset = _function(source.place)()
    return dataset


def _meant(name: str) -> list[str]:
    """The data set whose name was meant, if any: one that comes along, or one of a library without its prefix."""
    from builder.data.library import names

    plain = {known.partition(":")[2].lower(): known for known in names()}
    found = [plain[name.lower()]] if name.lower() in plain else []
    return found or get_close_matches(name, SOURCES, n=1, cutoff=0.5)


def load_own(
    path: str | Path,
    *,
    report: Callable[[str], None] = lambda said: None,
    room: int | None = None,
    **columns: Any,
) -> Dataset:
    """Load a person's own data: a CSV file, or a folder or zip of what `own_folder` reads.

    Pictures that need more than `room` bytes of memory stay in their files, and are read as they are asked for.

    Raises:
        Refused: the file is none of these, or its content cannot be used.
    """
    from builder.data.archive import Packed, unpack
    from builder.data.csv_file import load_csv
    from builder.data.own_folder import own_folder
    from builder.data.pictures_of_files import Reading
    from builder.data.room import room_for_pictures

    file = Path(path)
    if not file.exists():
        raise refuse(
            "data_file",
            f"There is no file or folder {file.name!r}.",
            got=file.name,
            next="Check where it is.",
        )
    how = Reading(report, room_for_pictures() if room is None else room)
    if file.is_dir():
        return own_folder(file, how=how, **columns)
    if file.suffix.lower() == ".zip":
        with TemporaryDirectory(prefix="netgraft-") as folder:
            packed = replace(how, read=Packed(file, Path(folder)).bytes_of)
            return own_folder(unpack(file, folder), title=file.stem, how=packed, **columns)
    if file.suffix.lower() in (".csv", ".tsv", ".txt"):
        return load_csv(file, **columns)
    raise refuse(
        "data_file",
        f"{file.name!r} is not a kind of data that can be read.",
        expected="a folder or a .zip of images by class, or a .csv file",
        got=file.suffix or "no extension",
        next="Pack the pictures of each class into a folder named for it, and zip these folders.",
    )


def like(name: str, image: Any) -> Any | None:
    """A person's picture as the data set of this name would hold it, or None where it holds pictures as they come."""
    source = SOURCES.get(name)
    return _function(source.like)(image) if source and source.like else None


def measured(name: str, column: str, image: Any) -> Any | None:
    """The numbers that this data set measures on its pictures, for a person's picture; None where it has none."""
    source = SOURCES.get(name)
    return _function(source.measured)(image) if source and source.measured and column == "features" else None


def _function(place: str) -> Callable[..., Any]:
    module, name = place.split(":")
    function: Callable[..., Any] = getattr(import_module(f"builder.data.{module}"), name)
    return function
