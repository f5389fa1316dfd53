"""What blocks over masked tokens demand of the mask."""

from builder.block import Input, Site
from builder.problem import refuse

TOKENS_IN = Input("tokens", "token vectors, B × T × C")
MASK_IN = Input("mask", "1 where a token counts, 0 where there is padding, B × T")
MASK_MAYBE = Input("mask", MASK_IN.sentence + "; without it all count", optional=True)


def masked_tokens(site: Site) -> None:
    """Refuse tokens that are not B × T × C, and a mask that does not fit them."""
    tokens = site.spec("x").need("x", "B × T × C")
    if not site.has("mask"):
        return
    mask = site.spec("mask").need("mask", "B × T")
    if mask.shape != tokens.shape[:2]:
        raise refuse(
            "mask_form",
            "The mask says of each token whether it counts, so that it has the first two axes of the tokens.",
            port="mask",
            expected=" × ".join(map(str, tokens.shape[:2])),
            got=mask.text,
            next="Connect the mask of the same input that the tokens come from.",
        )
