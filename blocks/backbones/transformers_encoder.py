"""Transformers encoder: a text encoder of transformers, pre-trained from the hub or built from a few numbers."""

from typing import final

from blocks.bases.architectures import TEXT, configured, from_hub, hub_params, size_params
from blocks.bases.encoder import IDS, MASK, POOLED, TOKENS, encoded, encoder_of, text_arguments
from builder.block import Block, Site
from builder.param import Choice, Integer
from builder.recipe import Recipe


@final
class TransformersEncoder(Block):
    """Turn token ids into a vector for each token with a network such as BERT: B × T becomes B × T × C.

    Devlin and others, "BERT: Pre-training of Deep Bidirectional Transformers", 2019.
    """

    title = "Transformers text encoder"
    keywords = ("bert", "roberta", "distilbert", "hub", "language", "text", "hugging face")
    tappable = True
    inputs = {"ids": IDS, "mask": MASK}
    outputs = {"tokens": TOKENS, "pooled": POOLED}
    params = {
        **hub_params(),
        "architecture": Choice(
            sentence="What to build where no name is given.", default="bert", choices=tuple(TEXT)
        ),
        **size_params(),
        "vocabulary": Integer(
            sentence="How many different tokens there are.", optional=True, maximum=300_000
        ),
    }

    def declare(self, site: Site) -> Recipe:
        name, revision = site.params["name"], site.params["revision"]
        new = from_hub(name, revision) if name else configured(TEXT[site.params["architecture"]], site.params)
        given = text_arguments(site)
        encoder = encoder_of(name or site.params["architecture"], new, (2, 8), "int64")
        return encoded(site, encoder, new, given, note="" if name else "random weights")
