"""Modules and functions of our own that blocks run. Their source text goes into the exported Python."""
