"""Sequence input: a row of vectors for each sample."""

from collections.abc import Mapping
from typing import Any, final

from builder.block import InputBlock, Output
from builder.param import Integer, Text
from builder.problem import refuse
from builder.sizes import symbol
from builder.spec import Spec


@final
class SequenceInput(InputBlock):
    """Take a sequence of vectors for each sample, all sequences of a batch equally long: B × T × width."""

    title = "Sequence input"
    keywords = ("time series", "signal", "steps", "sensor")
    outputs = {"sequence": Output("tokens", "one vector for each step of each sample")}
    params = {
        "width": Integer(sentence="How many numbers each step has.", default=16),
        "column": Text(sentence="The data column that feeds this input.", default="sequence"),
    }

    def gives(self, params: Mapping[str, Any]) -> Mapping[str, Spec]:
        return {"sequence": Spec((symbol("B"), symbol("T"), params["width"]), kind="tokens")}

    def prepare(self, params: Mapping[str, Any], values: Any) -> Mapping[str, Any]:
        """Turn sequences into float32 [B, T, width].

        Raises:
            Refused: the sequences have different lengths, or steps of another width.
        """
        import numpy as np
        import torch

        rows = [np.asarray(value, dtype=np.float32) for value in values]
        shapes = sorted({row.shape for row in rows})
        if len(shapes) != 1 or len(shapes[0]) != 2 or shapes[0][1] != params["width"]:
            raise refuse(
                "data_width",
                f"The column {params['column']!r} does not hold equally long sequences of {params['width']} numbers.",
                param="width",
                expected=f"T × {params['width']} for each sample, with one T",
                got=", ".join(" × ".join(map(str, shape)) or "one number" for shape in shapes[:3])
                or "nothing",
                next="Cut or pad the sequences to one length, set width to what a step has, or name another column.",
            )
        return {"sequence": torch.from_numpy(np.stack(rows))}
