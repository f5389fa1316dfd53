"""The same losses as a plain loop over the whole network, in the same order and from the same seed."""

import pytest
import torch
from torch.nn import functional

from builder import Document, to_module
from builder.data import load
from builder.fitting import fit
from builder.fitting.feed import Feed
from builder.fitting.order import batches
from builder.planning.planning import plan
from tests.test_proof import on_digits

EPOCHS, SAMPLES, BATCH, RATE = 3, 32, 8, 1e-3


def plain(document: Document) -> list[float]:
    """The mean loss of each epoch, with every layer run for every batch."""
    data = load("digits").limited(SAMPLES)
    feed, module = Feed(plan(document), data), to_module(document)
    labels = torch.as_tensor(data.columns["digit"].values)
    optimiser = torch.optim.Adam([p for p in module.parameters() if p.requires_grad], lr=RATE)
    module.train()
    means = []
    for epoch in range(1, EPOCHS + 1):
        total = 0.0
        for places in batches(SAMPLES, BATCH, seed=0, epoch=epoch):
            rows = data.train[places.numpy()]
            (image,) = feed.arguments(rows, torch.device("cpu")).values()
            loss = functional.cross_entropy(module(image), labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += float(loss.detach()) * len(rows)
        means.append(total / SAMPLES)
    return means


def test_kept_features_give_the_losses_of_the_plain_loop() -> None:
    document = on_digits("all")
    settings = {"data": "digits", "samples": SAMPLES, "batch": BATCH, "epochs": EPOCHS, "learning_rate": RATE}
    found = [
        event["loss"] for event in fit(document, settings=settings, device="cpu") if event["event"] == "epoch"
    ]
    assert found == pytest.approx(plain(document), abs=1e-5)
