"""Merge: several wires become one."""
