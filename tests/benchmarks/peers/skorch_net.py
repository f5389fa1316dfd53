# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "torch", "torchvision", "skorch"]
# ///
"""The same task with skorch."""

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
    from skorch import NeuralNetClassifier
    from skorch.callbacks import Callback

    class Told(Callback):
        def on_epoch_end(self, net, **_):
            clock.epoch(net.history[-1, "train_loss"])

    net = NeuralNetClassifier(
        model,
        criterion=nn.CrossEntropyLoss,
        optimizer=torch.optim.Adam,
        lr=RATE,
        batch_size=BATCH,
        max_epochs=EPOCHS,
        iterator_train__shuffle=True,
        train_split=None,
        callbacks=[Told()],
        verbose=0,
    )
    values, labels = prepared()
    clock.begin()
    net.fit(values, labels)


if __name__ == "__main__":
    clock = Clock("skorch")
    work(clock)
    clock.end()
