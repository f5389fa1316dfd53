"""Whole networks to build on."""
