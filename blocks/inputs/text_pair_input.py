"""Text pair input: two texts in one row of tokens, with types that tell the first from the second."""

from collections.abc import Mapping
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
class TextPairInput(InputBlock):
    """Cut pairs of texts into one row of tokens each: ids, mask and types, all B × T."""

    title = "Text pair input"
    keywords = ("tokens", "tokenizer", "sentence pair", "question", "entailment", "nlp", "token types")
    usual = USUAL
    outputs = {
        "ids": Output("ids", "the number of each token in the vocabulary"),
        "mask": Output("mask", "1 where there is a token, 0 where there is padding"),
        "types": Output("ids", "0 for the tokens of the first text, 1 for those of the second"),
    }
    params = {
        **tokenizer_params(),
        "separator": Text(
            sentence="What stands between the two texts in the column.", default="|||", longest=16
        ),
        "column": Text(sentence="The data column that feeds this input.", default="text"),
    }

    def gives(self, params: Mapping[str, Any]) -> Mapping[str, Spec]:
        need_tokenizer(params)
        shape = (symbol("B"), symbol("T"))
        return {name: Spec(shape, "int64", port.kind) for name, port in self.outputs.items()}

    def most(self, params: Mapping[str, Any]) -> Mapping[str, int]:
        return known_words(params) | {"types": 2}

    def prepared(self, params: Mapping[str, Any]) -> str:
        return f"two texts parted by {params['separator']!r}, as {said(params)}"

    def prepare(self, params: Mapping[str, Any], values: Any) -> Mapping[str, Any]:
        """Turn pairs of texts into int64 ids, mask and types [B,T]; what lacks the separator is a first text."""
        parts = [str(value).partition(params["separator"]) for value in values]
        tokens = tokenizer(*chosen(params))(
            [first.strip() for first, _, _ in parts],
            [second.strip() for _, _, second in parts],
            padding=True,
            truncation=True,
            max_length=params["max_length"],
            return_token_type_ids=True,
            return_tensors="pt",
        )
        names = {"ids": "input_ids", "mask": "attention_mask", "types": "token_type_ids"}
        return {port: tokens[name] for port, name in names.items()}
