"""Broken documents as a table: where each is broken, and what a person is told."""
