"""Transformers text network: a reader or a writer of texts, pre-trained from the hub or built from a few numbers."""

from collections.abc import Mapping
from typing import Any, final

from blocks.bases.architectures import configured, from_hub, hub_params, language_params, size_params
from blocks.bases.encoder import (
    IDS,
    MASK,
    POOLED,
    TEXT,
    TOKENS,
    TYPES,
    encoded,
    encoder_of,
    text_arguments,
    typed,
)
from blocks.bases.language_models import FURTHER, READERS, WRITERS
from blocks.bases.left_out import reasons
from blocks.bases.processing import text_of
from builder.block import Block, Site
from builder.param import Choice
from builder.recipe import Recipe


@final
class TransformersEncoder(Block):
    """Turn token ids into a vector for each token with a network such as BERT or Llama: B × T becomes B × T × C.

    Devlin and others, "BERT: Pre-training of Deep Bidirectional Transformers", 2019.
    """

    title = "Transformers text network"
    keywords = (
        "bert",
        "roberta",
        "distilbert",
        "llama",
        "gpt",
        "mistral",
        "qwen",
        "hub",
        "language",
        "hugging face",
    )
    tappable = True
    inputs = {"ids": IDS, "mask": MASK, "types": TYPES}
    outputs = {"tokens": TOKENS, "pooled": POOLED}
    params = {
        **hub_params(),
        "architecture": Choice(
            sentence="What to build where no name is given.",
            default="bert",
            choices=tuple(sorted(READERS + WRITERS + FURTHER)),
            absent=reasons("text", "other"),
        ),
        **size_params(),
        **language_params(),
    }

    def carries(self, params: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
        return text_of(params)

    def declare(self, site: Site) -> Recipe:
        name, architecture = site.params["name"], site.params["architecture"]
        new = from_hub(name, site.params["revision"]) if name else configured(architecture, site.params)
        given = text_arguments(site)
        encoder = encoder_of(name or architecture, new, TEXT)
        given += typed(site, encoder)
        return encoded(site, encoder, new, given, note="" if name else "random weights")
