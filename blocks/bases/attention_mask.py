"""Masks over tokens: 1 for what is real, 0 for padding; one row for each sequence of a batch."""

from blocks.bases.contract import rank
from builder.block import Site
from builder.problem import refuse
from builder.sizes import shape_text


def over_tokens(site: Site, mask: str, tokens: str) -> None:
    """Refuse a mask that does not say something about each token."""
    spec, about = rank(site, mask, "B × T"), site.spec(tokens)
    if spec.shape == about.shape[:2]:
        return
    raise refuse(
        "mask",
        "A mask says of each token whether it is real, so it has as many rows and columns as there are "
        "sequences "
        "and tokens.",
        port=mask,
        expected=shape_text(about.shape[:2]),
        got=spec.text,
        next="Connect the mask of the same text that the tokens come from.",
    )
