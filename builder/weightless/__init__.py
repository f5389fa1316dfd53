"""PyTorch run without weights: what a module answers to a shape, observed, remembered and explained."""
