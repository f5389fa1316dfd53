# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "torch", "torchvision", "fastai"]
# ///
"""The same task with fastai."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from task import BATCH, CLASSES, EPOCHS, RATE, Clock, prepared


def work(clock: Clock) -> None:
    import torch
    from torch import nn
    from torchvision.models import resnet18

    torch.manual_seed(0)
    model = resnet18()
    model.requires_grad_(False)
    model.fc = nn.Linear(512, CLASSES)
    import fastai.callback.progress  # noqa: F401 - gives the Learner its no_bar
    from fastai.callback.core import Callback
    from fastai.data.core import DataLoaders
    from fastai.learner import Learner
    from fastai.optimizer import Adam

    class Told(Callback):
        def after_epoch(self):
            clock.epoch(float(self.recorder.losses[-1]))

    values, labels = (torch.from_numpy(part) for part in prepared())
    rows = torch.utils.data.TensorDataset(values, labels)
    loader = torch.utils.data.DataLoader(rows, batch_size=BATCH, shuffle=True)
    empty = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(values[:1], labels[:1]), batch_size=1)
    learner = Learner(
        DataLoaders(loader, empty, device=torch.device("cpu")),
        model,
        loss_func=nn.CrossEntropyLoss(),
        opt_func=Adam,
        lr=RATE,
        cbs=[Told()],
    )
    clock.begin()
    with learner.no_bar(), learner.no_logging():
        learner.fit(EPOCHS)


if __name__ == "__main__":
    clock = Clock("fastai")
    work(clock)
    clock.end()
