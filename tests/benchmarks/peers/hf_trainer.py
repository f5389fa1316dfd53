# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "torch", "torchvision", "transformers", "accelerate"]
# ///
"""The same task with the Trainer of transformers."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import tempfile

from task import BATCH, CLASSES, EPOCHS, RATE, Clock, prepared


def work(clock: Clock) -> None:
    import torch
    from torch import nn
    from torchvision.models import resnet18

    torch.manual_seed(0)
    model = resnet18()
    model.requires_grad_(False)
    model.fc = nn.Linear(512, CLASSES)
    from transformers import Trainer, TrainerCallback, TrainingArguments

    class Classifier(nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, pixel_values, labels):
            logits = self.model(pixel_values)
            return {"loss": nn.functional.cross_entropy(logits, labels), "logits": logits}

    class Told(TrainerCallback):
        def on_epoch_end(self, args, state, control, **_):
            losses = [row["loss"] for row in state.log_history if "loss" in row]
            clock.epoch(losses[-1] if losses else float("nan"))

    values, labels = (torch.from_numpy(part) for part in prepared())
    rows = [{"pixel_values": value, "labels": label} for value, label in zip(values, labels, strict=True)]
    with tempfile.TemporaryDirectory() as folder:
        settings = TrainingArguments(
            folder,
            num_train_epochs=EPOCHS,
            per_device_train_batch_size=BATCH,
            learning_rate=RATE,
            lr_scheduler_type="constant",
            use_cpu=True,
            report_to=[],
            save_strategy="no",
            disable_tqdm=True,
            logging_steps=8,
        )
        trainer = Trainer(Classifier(), settings, train_dataset=rows, callbacks=[Told()])
        clock.begin()
        trainer.train()


if __name__ == "__main__":
    clock = Clock("Hugging Face Trainer")
    work(clock)
    clock.end()
