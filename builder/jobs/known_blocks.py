"""Imported where workers come from, so that each of them knows the blocks, and the mark of the code, when it begins."""

from builder.planning.stamp import stamp
from builder.registry import default_registry

default_registry()
stamp()
