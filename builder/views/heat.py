"""Where on a picture something lies: a small table of weights, laid over the pixels."""

from typing import TYPE_CHECKING, Any

import numpy as np

from builder.data.png import png

if TYPE_CHECKING:
    import torch

SIDE = 160
WARM = (1.0, 0.45, 0.1)


def over(picture: "torch.Tensor", weights: "torch.Tensor") -> list[dict[str, Any]]:
    """A picture [C, H, W] as the network sees it, and the same under weights [h, w], bright where they are high."""
    grey = _unit(_sized(picture.detach().float()[None]).mean(dim=1)[0])
    heat = _unit(_sized(weights.detach().float()[None, None])[0, 0])
    plain = np.repeat(grey[..., None], 3, axis=-1)
    share = heat[..., None] * 0.75
    return [
        {"name": "what it saw", "png": png(plain)},
        {"name": "where it looked", "png": png(plain * (1 - share) + np.array(WARM) * share)},
    ]


def _sized(values: "torch.Tensor") -> "torch.Tensor":
    from torch.nn.functional import interpolate

    return interpolate(values, (SIDE, SIDE), mode="bilinear", align_corners=False)


def _unit(values: "torch.Tensor") -> Any:
    """Values from 0 to 1, the smallest dark and the largest bright."""
    found = values.cpu().numpy()
    return (found - found.min()) / max(float(found.max() - found.min()), 1e-9)
