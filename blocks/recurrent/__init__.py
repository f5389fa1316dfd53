"""Sequences read step by step."""
