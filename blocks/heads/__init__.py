"""Heads: from features to results."""
