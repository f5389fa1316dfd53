"""Transformers text-to-text network: one half reads a text, the other writes another, as T5 and BART do."""

from collections.abc import Mapping
from typing import Any, final

from blocks.bases.architectures import configured, from_hub, hub_params, language_params, size_params
from blocks.bases.contract import whole
from blocks.bases.encoder import HALVES, IDS, MASK, READ, TOKENS, WRITTEN, encoded, encoder_of, text_arguments
from blocks.bases.language_models import TRANSLATORS
from blocks.bases.left_out import reasons
from blocks.bases.processing import text_of
from builder.block import Block, Site
from builder.param import Choice
from builder.recipe import Recipe


@final
class TransformersSeq2seq(Block):
    """Read one text and write another: a vector for each written token, B × T × C, that has seen all of the first.

    Raffel and others, "Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer", 2020.
    """

    title = "Transformers text-to-text network"
    keywords = ("t5", "bart", "translation", "summary", "encoder", "decoder", "marian", "hub", "hugging face")
    tappable = True
    inputs = {"ids": IDS, "decoder_ids": WRITTEN, "mask": MASK}
    outputs = {"tokens": TOKENS, "encoder_tokens": READ}
    params = {
        **hub_params(),
        "architecture": Choice(
            sentence="What to build where no name is given.",
            default="t5",
            choices=TRANSLATORS,
            absent=reasons("halves"),
        ),
        **size_params(),
        **language_params(),
    }

    def carries(self, params: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
        found = text_of(params)
        return found | ({"decoder_ids": found["ids"]} if found else {})

    def declare(self, site: Site) -> Recipe:
        name, architecture = site.params["name"], site.params["architecture"]
        given = text_arguments(site)
        site.spec("decoder_ids").need("decoder_ids", "B × T")
        whole(site, "decoder_ids")
        new = from_hub(name, site.params["revision"]) if name else configured(architecture, site.params)
        samples = {"input_ids": ((2, 8), "int64"), "decoder_input_ids": ((2, 8), "int64")}
        encoder = encoder_of(name or architecture, new, samples)
        note = "" if name else "random weights"
        return encoded(
            site, encoder, new, given + ", decoder_input_ids={decoder_ids}", fields=HALVES, note=note
        )
