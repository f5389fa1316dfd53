"""Pooling: fewer positions, or one vector for each sample."""
