"""Vector input: a row of numbers for each sample."""

from collections.abc import Mapping
from typing import Any, final

from builder.block import InputBlock, Output
from builder.param import Integer, Text
from builder.problem import refuse
from builder.sizes import symbol
from builder.spec import Spec


@final
class VectorInput(InputBlock):
    """Take a row of numbers for each sample as it is: B × width."""

    title = "Vector input"
    keywords = ("table", "tabular", "features", "numbers", "handcrafted")
    outputs = {"vector": Output("vector", "the numbers of each sample")}
    params = {
        "width": Integer(sentence="How many numbers each sample has.", default=10),
        "column": Text(sentence="The data column that feeds this input.", default="features"),
    }

    def gives(self, params: Mapping[str, Any]) -> Mapping[str, Spec]:
        return {"vector": Spec((symbol("B"), params["width"]), kind="vector")}

    def prepare(self, params: Mapping[str, Any], values: Any) -> Mapping[str, Any]:
        """Turn rows of numbers into float32 [B, width].

        Raises:
            Refused: the rows have another width.
        """
        import numpy as np
        import torch

        rows = np.asarray(values, dtype=np.float32)
        if rows.ndim == 1 and params["width"] == 1:
            rows = rows[:, None]
        if rows.ndim != 2 or rows.shape[1] != params["width"]:
            raise refuse(
                "data_width",
                f"The column {params['column']!r} does not hold rows of {params['width']} numbers.",
                param="width",
                expected=f"B × {params['width']}",
                got=" × ".join(map(str, rows.shape)),
                next=f"Set width to {rows.shape[-1]}." if rows.ndim == 2 else "Name another column.",
            )
        return {"vector": torch.from_numpy(rows.copy())}
