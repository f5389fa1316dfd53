"""Decoders: from a code back to a picture."""
