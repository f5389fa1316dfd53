"""Pictures as pixels: from what a data column holds to float tensors of one size."""

from typing import TYPE_CHECKING, Any

from builder.problem import refuse

if TYPE_CHECKING:
    import torch


def pixels(values: Any, height: int, width: int, channels: int) -> "torch.Tensor":
    """Pictures as float32 [n, channels, height, width] between 0 and 1; one that has another form is squeezed.

    `values` is a uint8 array [N,H,W] or [N,H,W,C], or a list of PIL images or of uint8 arrays [H,W] or [H,W,C]
    of any sizes.

    Raises:
        Refused: the values are no 8-bit pictures.
    """
    import torch

    sized = [_sized(group, height, width, channels) for group in _groups(values)]
    return torch.cat(sized) if sized else torch.empty(0, channels, height, width)


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
            next="Give height, width and then channels, or name another column."
            if pixels.dtype == np.uint8
            else "Scale the pixels to 0..255 and convert them to uint8, or name another column.",
        )
    whole = pixels if pixels.ndim == colour else pixels[..., None]
    return torch.from_numpy(np.array(whole))


def _sized(pixels: "torch.Tensor", height: int, width: int, channels: int) -> "torch.Tensor":
    """uint8 [n,H,W,C] to float32 [n,channels,height,width] between 0 and 1; transparency is dropped."""
    from torch.nn.functional import interpolate

    image = pixels.permute(0, 3, 1, 2).float() / 255
    image = image[:, :1] if image.shape[1] == 2 else image[:, :3]
    if image.shape[1] == 3 and channels == 1:
        image = (image * image.new_tensor((0.299, 0.587, 0.114)).view(1, 3, 1, 1)).sum(1, keepdim=True)
    if image.shape[-2:] != (height, width):
        image = interpolate(image, (height, width), mode="bilinear", antialias=True).clamp(0, 1)
    return image.expand(-1, channels, -1, -1)
