"""Worlds to act in, with gymnasium's interface."""
