"""Fitting: train a document on data, with kept features, baselines and the proof of what stayed frozen."""

from builder.fitting.loop import fit
from builder.fitting.settings import Settings, settings_of

__all__ = ["Settings", "fit", "settings_of"]
