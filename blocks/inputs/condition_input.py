"""Condition input: which of a few named cases each sample is."""

from collections.abc import Mapping
from typing import Any, final

from builder.block import InputBlock, Output
from builder.param import Text
from builder.problem import Refused, refuse
from builder.sizes import symbol
from builder.spec import Spec


@final
class ConditionInput(InputBlock):
    """Turn the case that each sample belongs to into its number, counted from 0 in the order of the names: B."""

    title = "Condition input"
    keywords = ("route", "switch", "case", "domain", "task")
    outputs = {"condition": Output("condition", "the number of each sample's case")}
    params = {
        "names": Text(sentence="The cases in order, with commas between them.", default="first, second"),
        "column": Text(sentence="The data column that feeds this input.", default="condition"),
    }

    def gives(self, params: Mapping[str, Any]) -> Mapping[str, Spec]:
        names = condition_names(params["names"])
        if len(names) < 2 or len(set(names)) < len(names):
            raise refuse(
                "condition_names",
                "A condition needs at least two different names.",
                param="names",
                expected="two or more different names, with commas between them",
                got=params["names"],
                next="Write the names of the cases, such as: first, second",
            )
        return {"condition": Spec((symbol("B"),), "int64", "condition", names)}

    def prepare(self, params: Mapping[str, Any], values: Any) -> Mapping[str, Any]:
        """Turn names or numbers of cases into int64 [B].

        Raises:
            Refused: a value is none of the cases; it names the cases that there are.
        """
        import torch

        names = condition_names(params["names"])
        return {"condition": torch.tensor([_number(value, names) for value in values], dtype=torch.int64)}


def condition_names(text: str) -> tuple[str, ...]:
    """The names of the cases, in order."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _number(value: Any, names: tuple[str, ...]) -> int:
    if isinstance(value, str):
        if value not in names:
            raise _unknown(value, names)
        return names.index(value)
    if isinstance(value, bool) or int(value) != value or not 0 <= int(value) < len(names):
        raise _unknown(value, names)
    return int(value)


def _unknown(value: Any, names: tuple[str, ...]) -> Refused:
    return refuse(
        "condition_unknown",
        f"A sample has the condition {value!r}, and there is no such case.",
        param="names",
        expected="one of " + ", ".join(names) + f", or a number from 0 to {len(names) - 1}",
        got=repr(value)[:80],
        next="Add the case to names, or correct the data.",
    )
