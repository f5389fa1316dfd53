"""Normalisation: bring values to a common scale."""
