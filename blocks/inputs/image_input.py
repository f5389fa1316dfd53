"""Image input: pictures as a batch of tensors."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, final

from builder.block import InputBlock, Output
from builder.param import Choice, Integer, Text
from builder.problem import refuse
from builder.sizes import symbol
from builder.spec import Spec

if TYPE_CHECKING:
    import torch

_IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
_SHIFTS = {
    "imagenet": {3: _IMAGENET, 1: ((0.449,), (0.226,))},
    "unit": {3: ((0.0,) * 3, (1.0,) * 3), 1: ((0.0,), (1.0,))},
    "centred": {3: ((0.5,) * 3, (0.5,) * 3), 1: ((0.5,), (0.5,))},
}


@final
class ImageInput(InputBlock):
    """Resize pictures to one square size and scale their brightness: B × C × size × size."""

    title = "Image input"
    keywords = ("picture", "photo", "vision", "pixels")
    outputs = {"image": Output("image", "the pictures, batch first, channels before height and width")}
    params = {
        "size": Integer(
            sentence="Height and width of what leaves, in pixels.", default=224, minimum=8, maximum=1024
        ),
        "channels": Integer(
            sentence="3 for colour (grey pictures are repeated), 1 for grey.", default=3, minimum=1, maximum=3
        ),
        "scaling": Choice(
            sentence="imagenet: as pre-trained networks expect; unit: 0 to 1; centred: -1 to 1.",
            default="imagenet",
            choices=("imagenet", "unit", "centred"),
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

    def prepare(self, params: Mapping[str, Any], values: Any) -> Mapping[str, Any]:
        """Turn pictures into float32 [B, C, size, size].

        `values` is a uint8 array [N,H,W] or [N,H,W,C], or a list of PIL images or of uint8 arrays [H,W] or
        [H,W,C] of any sizes. The whole picture is kept; one that is not square is squeezed.

        Raises:
            Refused: the values are no 8-bit pictures.
        """
        import torch

        pixels = [_sized(group, params["size"], params["channels"]) for group in _groups(values)]
        image = (
            torch.cat(pixels)
            if pixels
            else torch.empty(0, params["channels"], params["size"], params["size"])
        )
        mean, spread = (
            torch.tensor(row).view(1, -1, 1, 1) for row in _SHIFTS[params["scaling"]][params["channels"]]
        )
        return {"image": (image - mean) / spread}


def _groups(values: Any) -> list["torch.Tensor"]:
    """The pictures as uint8 tensors [n,H,W,C]: all at once where they come as one array, else one by one."""
    import numpy as np

    if not isinstance(values, (list, tuple)):
        return [_bytes(np.asarray(values), ranks=(3, 4))]
    return [_bytes(np.asarray(value), ranks=(2, 3))[None] for value in values]


def _bytes(pixels: Any, ranks: tuple[int, int]) -> "torch.Tensor":
    import numpy as np
    import torch

    if pixels.dtype == np.bool_:
        pixels = pixels.astype(np.uint8) * 255
    grey, colour = ranks
    sound = pixels.dtype == np.uint8 and (
        pixels.ndim == grey or (pixels.ndim == colour and pixels.shape[-1] in (1, 2, 3, 4))
    )
    if not sound:
        raise refuse(
            "picture_form",
            "These values are no pictures of 8-bit pixels.",
            param="column",
            expected="uint8 pixels, height × width or height × width × channels",
            got=f"{pixels.dtype} of shape {' × '.join(map(str, pixels.shape)) or 'one value'}",
            next="Scale the pixels to 0..255 and convert them to uint8, or name another column.",
        )
    whole = pixels if pixels.ndim == colour else pixels[..., None]
    return torch.from_numpy(np.array(whole))


def _sized(pixels: "torch.Tensor", size: int, channels: int) -> "torch.Tensor":
    """uint8 [n,H,W,C] to float32 [n,channels,size,size] between 0 and 1; transparency is dropped."""
    from torch.nn.functional import interpolate

    image = pixels.permute(0, 3, 1, 2).float() / 255
    image = image[:, :1] if image.shape[1] == 2 else image[:, :3]
    if image.shape[1] == 3 and channels == 1:
        image = (image * image.new_tensor((0.299, 0.587, 0.114)).view(1, 3, 1, 1)).sum(1, keepdim=True)
    if image.shape[-2:] != (size, size):
        image = interpolate(image, (size, size), mode="bilinear", antialias=True).clamp(0, 1)
    return image.expand(-1, channels, -1, -1)
