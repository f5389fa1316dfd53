"""Activations: the same function for every number, or for every row."""
