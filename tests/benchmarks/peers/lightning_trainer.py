# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "torch", "torchvision", "lightning"]
# ///
"""The same task with Lightning."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import logging
import warnings

from task import BATCH, CLASSES, EPOCHS, RATE, Clock, prepared


def work(clock: Clock) -> None:
    import torch
    from torch import nn
    from torchvision.models import resnet18

    torch.manual_seed(0)
    model = resnet18()
    model.requires_grad_(False)
    model.fc = nn.Linear(512, CLASSES)
    import lightning

    warnings.filterwarnings("ignore")
    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)

    class Classifier(lightning.LightningModule):
        def __init__(self):
            super().__init__()
            self.model = model
            self.last = 0.0

        def training_step(self, batch, _):
            loss = nn.functional.cross_entropy(self.model(batch[0]), batch[1])
            self.last = loss.detach()
            return loss

        def on_train_epoch_end(self):
            clock.epoch(float(self.last))

        def configure_optimizers(self):
            return torch.optim.Adam(self.model.fc.parameters(), lr=RATE)

    values, labels = (torch.from_numpy(part) for part in prepared())
    rows = torch.utils.data.TensorDataset(values, labels)
    loader = torch.utils.data.DataLoader(rows, batch_size=BATCH, shuffle=True)
    trainer = lightning.Trainer(
        max_epochs=EPOCHS,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    clock.begin()
    trainer.fit(Classifier(), loader)


if __name__ == "__main__":
    clock = Clock("Lightning")
    work(clock)
    clock.end()
