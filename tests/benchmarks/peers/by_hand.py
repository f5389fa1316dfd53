# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "torch", "torchvision"]
# ///
"""The loop that one writes by hand: a frozen ResNet-18 with a new head, or its last stage with the head."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from task import CLASSES, EPOCHS, RATE, Clock, order, prepared


def work(clock: Clock, *, stage: bool) -> None:
    import torch
    from torch import nn
    from torchvision.models import resnet18

    torch.manual_seed(0)
    model = resnet18()
    model.fc = nn.Linear(512, CLASSES)
    model.requires_grad_(False)
    trained = [model.fc, model.layer4] if stage else [model.fc]
    for part in trained:
        part.requires_grad_(True)
    values, labels = (torch.from_numpy(part) for part in prepared())
    optimiser = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=RATE)
    clock.begin()
    for epoch in range(EPOCHS):
        total = 0.0
        model.eval()
        for part in trained:
            part.train()
        for places in order(epoch):
            loss = nn.functional.cross_entropy(model(values[places]), labels[places])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += float(loss.detach()) / 8
        clock.epoch(total)


if __name__ == "__main__":
    clock = Clock("by hand")
    work(clock, stage="stage" in sys.argv)
    clock.end()
