"""Weights of one's own: files read and written, and what a run left behind."""
