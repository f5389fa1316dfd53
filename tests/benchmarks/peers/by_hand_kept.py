# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "torch", "torchvision"]
# ///
"""The loop by hand of someone who keeps the frozen features: the backbone runs once."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from task import BATCH, CLASSES, COUNT, EPOCHS, RATE, Clock, order, prepared


def work(clock: Clock) -> None:
    import torch
    from torch import nn
    from torchvision.models import resnet18

    torch.manual_seed(0)
    model = resnet18()
    model.fc = nn.Identity()
    model.eval()
    head = nn.Linear(512, CLASSES)
    values, labels = (torch.from_numpy(part) for part in prepared())
    optimiser = torch.optim.Adam(head.parameters(), lr=RATE)
    clock.begin()
    with torch.no_grad():
        features = torch.cat([model(values[start : start + BATCH]) for start in range(0, COUNT, BATCH)])
    for epoch in range(EPOCHS):
        total = 0.0
        for places in order(epoch):
            loss = nn.functional.cross_entropy(head(features[places]), labels[places])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += float(loss.detach()) / 8
        clock.epoch(total)


if __name__ == "__main__":
    clock = Clock("by hand, features kept")
    work(clock)
    clock.end()
