"""The image architectures of transformers that were built, run without weights and run for real."""

VIEWERS = ("deit", "vit")
