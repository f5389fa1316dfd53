"""Image input: pictures as a batch of tensors."""

from collections.abc import Mapping
from typing import Any, final

from builder.block import InputBlock, Output
from builder.data.pixels import pixels
from builder.param import Choice, Integer, Text
from builder.problem import refuse
from builder.sizes import symbol
from builder.spec import Spec

_IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
_CLIP = ((0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711))
_SHIFTS = {
    "imagenet": {3: _IMAGENET, 1: ((0.449,), (0.226,))},
    "unit": {3: ((0.0,) * 3, (1.0,) * 3), 1: ((0.0,), (1.0,))},
    "clip": {3: _CLIP, 1: ((0.457,), (0.269,))},
    "centred": {3: ((0.5,) * 3, (0.5,) * 3), 1: ((0.5,), (0.5,))},
}


@final
class ImageInput(InputBlock):
    """Resize pictures to one square size and scale their brightness: B × C × size × size."""

    title = "Image input"
    keywords = ("picture", "photo", "vision", "pixels")
    usual = {"scaling": "imagenet"}
    outputs = {"image": Output("image", "the pictures, batch first, channels before height and width")}
    params = {
        "size": Integer(
            sentence="Height and width of what leaves, in pixels.", default=224, minimum=8, maximum=1024
        ),
        "channels": Integer(
            sentence="3 for colour (grey pictures are repeated), 1 for grey.", default=3, minimum=1, maximum=3
        ),
        "scaling": Choice(
            sentence="imagenet: as most pre-trained networks expect; unit: 0 to 1; centred: -1 to 1; "
            "clip: as CLIP's. Empty: as the network behind expects.",
            inferred=True,
            choices=("imagenet", "unit", "centred", "clip"),
        ),
        "column": Text(sentence="The data column that feeds this input.", default="image"),
    }

    def gives(self, params: Mapping[str, Any]) -> Mapping[str, Spec]:
        if params["channels"] == 2:
            raise refuse(
                "parameter",
                "A picture has 3 channels (colour) or 1 (grey).",
                param="channels",
                expected="3 or 1",
                got="2",
                next="Set channels to 3.",
            )
        return {
            "image": Spec((symbol("B"), params["channels"], params["size"], params["size"]), kind="image")
        }

    def prepared(self, params: Mapping[str, Any]) -> str:
        mean, spread = _shift(params)
        size = params["size"]
        return f"{size} x {size} pixels from 0 to 1, minus {mean}, divided by {spread}"

    def prepare(self, params: Mapping[str, Any], values: Any) -> Mapping[str, Any]:
        """Turn pictures into float32 [B, C, size, size].

        `values` is a uint8 array [N,H,W] or [N,H,W,C], or a list of PIL images or of uint8 arrays [H,W] or
        [H,W,C] of any sizes. The whole picture is kept; one that is not square is squeezed.

        Raises:
            Refused: the values are no 8-bit pictures.
        """
        import torch

        image = pixels(values, params["size"], params["size"], params["channels"])
        mean, spread = (torch.tensor(row).view(1, -1, 1, 1) for row in _shift(params))
        return {"image": (image - mean) / spread}


def _shift(params: Mapping[str, Any]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """What is taken away from each channel, and what it is divided by."""
    return _SHIFTS[params["scaling"] or ImageInput.usual["scaling"]][params["channels"]]
