"""Text input: texts as token ids, with a mask that tells tokens from padding."""

from collections.abc import Mapping, Sequence
from typing import Any, final

from blocks.bases.tokenizing import (
    USUAL,
    chosen,
    known_words,
    need_tokenizer,
    said,
    tokenizer,
    tokenizer_params,
)
from builder.block import InputBlock, Output
from builder.param import Text
from builder.sizes import symbol
from builder.spec import Spec


@final
class TextInput(InputBlock):
    """Cut texts into tokens and pad them to the longest of the batch: ids B × T, and a mask of the same shape."""

    title = "Text input"
    keywords = ("tokens", "tokenizer", "sentence", "language", "nlp")
    usual = USUAL
    outputs = {
        "ids": Output("ids", "the number of each token in the vocabulary"),
        "mask": Output("mask", "1 where there is a token, 0 where there is padding"),
    }
    params = {
        **tokenizer_params(),
        "column": Text(sentence="The data column that feeds this input.", default="text"),
    }

    def gives(self, params: Mapping[str, Any]) -> Mapping[str, Spec]:
        need_tokenizer(params)
        shape = (symbol("B"), symbol("T"))
        return {"ids": Spec(shape, "int64", "ids"), "mask": Spec(shape, "int64", "mask")}

    def most(self, params: Mapping[str, Any]) -> Mapping[str, int]:
        return known_words(params)

    def prepared(self, params: Mapping[str, Any]) -> str:
        return said(params)

    def prepare(self, params: Mapping[str, Any], values: Any) -> Mapping[str, Any]:
        """Turn texts into int64 ids [B,T] and mask [B,T], where T is the longest of this batch."""
        texts = [str(value) for value in values]
        tokens = tokenizer(*chosen(params))(
            texts, padding=True, truncation=True, max_length=params["max_length"], return_tensors="pt"
        )
        return {"ids": tokens["input_ids"], "mask": tokens["attention_mask"]}

    def words(self, params: Mapping[str, Any], ids: Sequence[int]) -> list[str]:
        """The text of each token, as the tokenizer cut it."""
        cut: list[str] = tokenizer(*chosen(params)).convert_ids_to_tokens(list(ids))
        return cut
