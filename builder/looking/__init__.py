"""Look inside a network: what a wire carries, what its positions see, and its values for a real sample."""

from builder.looking.seeing import Look, look

__all__ = ["Look", "look"]
