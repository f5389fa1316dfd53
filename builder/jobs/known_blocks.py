"""Imported where workers come from, so that each of them knows the blocks when it begins."""

from builder.registry import default_registry

default_registry()
