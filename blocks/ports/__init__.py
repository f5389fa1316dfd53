"""Ports of a group: where things arrive in it, and where they leave it."""
