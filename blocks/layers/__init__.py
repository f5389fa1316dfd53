"""Layers with learnt weights, and dropout."""
