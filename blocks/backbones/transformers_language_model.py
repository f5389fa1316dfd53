"""Transformers language model: a writer of texts with its last layer, which scores every word that may come next."""

from collections.abc import Mapping
from typing import Any, final

from blocks.bases.architectures import configured, from_hub, hub_params, language_params, size_params
from blocks.bases.encoder import IDS, MASK, TEXT, encoded, encoder_of, text_arguments
from blocks.bases.language_models import READERS, SCORERS, WITHOUT_SCORES
from blocks.bases.left_out import reasons
from blocks.bases.processing import text_of
from builder.block import Block, Output, Site
from builder.param import Choice
from builder.recipe import Recipe

_SEES_ALL = "Each of its tokens sees the whole text, so that it cannot guess what comes next."
_WITHOUT_SCORES = "It is offered as a text network, without the layer that scores words."


@final
class TransformersLanguageModel(Block):
    """Score at each token what may come next, with a network such as Llama or GPT: B × T becomes B × T × words.

    Vaswani and others, "Attention Is All You Need", 2017.
    """

    title = "Transformers language model"
    keywords = ("llama", "gpt", "mistral", "qwen", "gemma", "causal", "decoder", "hub", "generate", "llm")
    tappable = True
    inputs = {"ids": IDS, "mask": MASK}
    outputs = {"logits": Output("tokens", "a score for each word of the vocabulary, at each token")}
    params = {
        **hub_params(),
        "architecture": Choice(
            sentence="What to build where no name is given.",
            default="llama",
            choices=SCORERS,
            absent=reasons("text")
            | dict.fromkeys(READERS, _SEES_ALL)
            | dict.fromkeys(WITHOUT_SCORES, _WITHOUT_SCORES),
        ),
        **size_params(),
        **language_params(),
    }

    def carries(self, params: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
        return text_of(params)

    def declare(self, site: Site) -> Recipe:
        name, architecture, auto = site.params["name"], site.params["architecture"], "AutoModelForCausalLM"
        new = (
            from_hub(name, site.params["revision"], auto)
            if name
            else configured(architecture, site.params, auto)
        )
        given = text_arguments(site)
        encoder = encoder_of(name or architecture, new, TEXT)
        return encoded(
            site, encoder, new, given, fields={"logits": "logits"}, note="" if name else "random weights"
        )
