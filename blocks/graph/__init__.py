"""Layers and networks over graphs."""
