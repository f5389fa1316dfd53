"""Data sets of libraries and of the hub by name, such as ``torchvision:FashionMNIST``; fetched once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from builder.data.dataset import Array, Column, Dataset, Graph
from builder.data.hub import load_hub, on_the_hub
from builder.data.limits import MAX_HELD
from builder.data.picture import held
from builder.data.split import stratified
from builder.problem import Refused, refuse

PICTURES = (
    "CIFAR10",
    "CIFAR100",
    "EMNIST",
    "FakeData",
    "FashionMNIST",
    "KMNIST",
    "MNIST",
    "SVHN",
    "STL10",
    "USPS",
)
GRAPHS = {
    "KarateClub": ("KarateClub", ()),
    "Cora": ("Planetoid", ("Cora",)),
    "CiteSeer": ("Planetoid", ("CiteSeer",)),
    "PubMed": ("Planetoid", ("PubMed",)),
}
TEST = 2_000
"""How many pictures are held for the test at most."""

Report = Callable[[str], None]


def is_named(name: str) -> bool:
    """Whether a name asks for a library's data set."""
    return name.partition(":")[0] in ("torchvision", "torch_geometric", "hub") and ":" in name


def names() -> tuple[str, ...]:
    """Every data set of a library that can be asked for."""
    return (*(f"torchvision:{name}" for name in PICTURES), *(f"torch_geometric:{name}" for name in GRAPHS))


def load_named(name: str) -> Dataset:
    """Fetch a library's data set into the folder of this application's files, or find it there.

    Raises:
        Refused: there is none of this name, or it cannot be fetched.
    """
    library, _, wanted = name.partition(":")
    if library == "hub":
        on_the_hub(name)
    elif name not in names():
        raise refuse(
            "data_unknown",
            f"There is no data set {wanted[:60]!r} of {library} here.",
            expected=", ".join(known for known in names() if known.startswith(library)),
            got=name[:80],
            next="Choose one of these, or bring a file of your own.",
        )
    folder = _folder() / library
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return _READERS[library](wanted, folder)
    except Refused:
        raise
    except Exception as error:
        raise refuse(
            "data_fetch",
            f"The data set {wanted!r} could not be fetched.",
            expected="a connection to where the library keeps it",
            got="no data",
            next="Check the network and try again, or use data that come along.",
            details=f"{type(error).__name__}: {error}",
        ) from error


def _folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("netgraft") / "data"


def _pictures(name: str, folder: Path) -> Dataset:
    """Up to 8,000 pictures to learn from and 2,000 to test on, the same of each class where the set is even."""
    train = _rows(_opened(name, folder, train=True), MAX_HELD - TEST)
    test = _rows(_opened(name, folder, train=False), TEST)
    classes = tuple(map(str, getattr(_opened(name, folder, train=True), "classes", ()) or ()))
    labels = np.concatenate([train[1], test[1]])
    if len(classes) <= labels.max():
        classes = tuple(str(place) for place in range(int(labels.max()) + 1))
    images = np.concatenate([train[0], test[0]])
    rows = np.arange(len(labels))
    columns = {"image": Column("image", images), "label": Column("label", labels, classes=classes)}
    return Dataset(
        f"torchvision:{name}",
        name,
        columns,
        rows[: len(train[1])],
        rows[len(train[1]) :],
        "label",
        _held(len(labels)),
    )


def _opened(name: str, folder: Path, *, train: bool) -> Any:
    from torchvision import datasets

    made: Any = getattr(datasets, name)
    if name == "FakeData":
        return made(size=200 if train else 100, image_size=(3, 32, 32), random_offset=0 if train else 200)
    part = {"split": "train" if train else "test"} if name in ("SVHN", "STL10") else {"train": train}
    more = {"split": "letters"} if name == "EMNIST" else {}
    return made(folder, download=True, **part, **more)


def _rows(pictures: Any, most: int) -> tuple[Array, Array]:
    """Pictures uint8 [n, H, W, 3] and the places of their classes, taken evenly from the whole set."""
    step = max(1, -(-len(pictures) // most))
    found = [pictures[row] for row in range(0, len(pictures), step)]
    side = min(128, *found[0][0].size)
    images = np.stack([held(image.convert("RGB"), side) for image, _ in found])
    return images, np.array([int(label) for _, label in found], dtype=np.int64)


def _held(count: int) -> tuple[str, ...]:
    return (f"{count:,} pictures are held, taken evenly from the whole set.",)


def _graph(name: str, folder: Path) -> Dataset:
    from torch_geometric import datasets

    kind, arguments = GRAPHS[name]
    made: Any = getattr(datasets, kind)
    data = (made(folder, *arguments) if arguments else made())[0]
    labels = data.y.numpy().astype(np.int64)
    train, test = _given_split(data, labels)
    graph = Graph(data.x.numpy().astype(np.float32), data.edge_index.numpy().astype(np.int64))
    classes = tuple(f"class {place + 1}" for place in range(int(labels.max()) + 1))
    columns = {"graph": Column("graph", graph), "label": Column("label", labels, classes=classes)}
    notes = ("The whole graph is seen in every step; the loss only counts the nodes to learn from.",)
    return Dataset(f"torch_geometric:{name}", name, columns, train, test, "label", notes)


def _given_split(data: Any, labels: Array) -> tuple[Array, Array]:
    """The set's own split, or one by class where it has none."""
    train = data.train_mask.numpy() if "train_mask" in data else None
    if train is None:
        return stratified(labels)
    test = data.test_mask.numpy() if "test_mask" in data else ~train
    return np.flatnonzero(train), np.flatnonzero(test)


_READERS: dict[str, Callable[[str, Path], Dataset]] = {
    "torchvision": _pictures,
    "torch_geometric": _graph,
    "hub": load_hub,
}
"""What a name begins with -> what reads the rest of it."""
