"""Trains the small ResNet on drawn letters: python assets/weights/train_small_resnet.py writes its weights.

The letters are drawn anew from a seed, so that nothing has to be downloaded, and the same seed gives the same network.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file

from builder import Document, add, connect, fit
from builder.data import Column, Dataset
from builder.data.digits import rgb
from builder.data.letters import ALPHABET, draw
from builder.weights.trained import load_run

FILE = Path(__file__).with_name("small_resnet.safetensors")
SETTINGS = {"epochs": 4, "batch": 64, "learning_rate": 0.005, "falling": True, "seed": 0}


def letters_network() -> Document:
    """Letters of 32 pixels through the untrained small ResNet to 26 scores."""
    document = add(Document(title="Letters"), "image_input", "image", size=32)
    document = add(document, "small_resnet", "backbone", weights="random")
    document = add(document, "linear", "scores", out_features=26)
    document = add(document, "class_output", "letter", target="letter")
    for source, target in (
        ("image.image", "backbone.image"),
        ("backbone.features", "scores.x"),
        ("scores.y", "letter.x"),
    ):
        document = connect(document, source, target)
    return document


def letters(*, train: int, test: int, seed: int = 0) -> Dataset:
    """Capital letters 32 x 32 in many sizes, sharp and blurred, so that what is learnt holds for other pictures."""
    generator = np.random.default_rng(seed)
    labels = generator.permutation(np.arange(train + test) % len(ALPHABET))
    images = np.stack([seen(draw(ALPHABET[label], generator), generator) for label in labels])
    columns = {"image": Column("image", rgb(images)), "letter": Column("label", labels, classes=ALPHABET)}
    rows = np.arange(train + test)
    return Dataset("drawn", "Drawn letters", columns, rows[:train], rows[train:], "letter")


def seen(grey: Any, generator: np.random.Generator) -> Any:
    """A letter as another camera would see it: from nearer or farther, with more or fewer pixels."""
    picture = Image.fromarray(grey.astype(np.uint8))
    cut = int(generator.integers(-1, 7))
    near = picture.crop((cut, cut, 32 - cut, 32 - cut))
    side = int(generator.choice((8, 8, 10, 12, 16, 32)))
    few = near.resize((side, side), Image.Resampling.BOX)
    return np.asarray(few.resize((32, 32), Image.Resampling.BILINEAR), dtype=np.float64)


def train(folder: Path, *, count: int = 4_000, **settings: Any) -> float:
    """Train into a run's folder; return the accuracy on 1,040 letters that were drawn after those for training."""
    data = letters(train=count, test=1_040)
    *_, last = fit(
        letters_network(), data=data, settings=SETTINGS | settings, device="cpu", checkpoint=folder
    )
    if last["event"] != "finished":
        raise RuntimeError(last["problem"]["said"])
    return float(last["test"]["letter"]["accuracy"])


def backbone(folder: Path) -> dict[str, torch.Tensor]:
    """The tensors of the backbone alone, as the block loads them."""
    return {
        name: tensor.contiguous() for name, tensor in load_run(folder).module.backbone.state_dict().items()
    }


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as made:
        reached = train(Path(made))
        sys.stdout.write(f"{reached:.3f} of the letters are told apart\n")
        save_file(backbone(Path(made)), sys.argv[1] if len(sys.argv) > 1 else FILE)
