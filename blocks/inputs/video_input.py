"""Video input: short clips as a batch of tensors."""

from collections.abc import Mapping
from typing import Any, final

from builder.block import InputBlock, Output
from builder.param import Integer, Text
from builder.problem import refuse
from builder.sizes import symbol
from builder.spec import Spec


@final
class VideoInput(InputBlock):
    """Take short clips of colour frames, scaled to one size: B × 3 × frames × size × size."""

    title = "Video input"
    keywords = ("clip", "frames", "movie", "action")
    outputs = {"clip": Output("any", "the clips, batch first, colours before time")}
    params = {
        "frames": Integer(sentence="How many frames each clip has.", default=16, maximum=256),
        "size": Integer(
            sentence="Height and width of what leaves, in pixels.", default=112, minimum=8, maximum=1024
        ),
        "column": Text(sentence="The data column that feeds this input.", default="clip"),
    }

    def gives(self, params: Mapping[str, Any]) -> Mapping[str, Spec]:
        return {"clip": Spec((symbol("B"), 3, params["frames"], params["size"], params["size"]))}

    def prepare(self, params: Mapping[str, Any], values: Any) -> Mapping[str, Any]:
        """Turn clips of bytes [frames, H, W, 3] into float32 [B, 3, frames, size, size] between 0 and 1.

        Longer or shorter clips are sampled evenly.

        Raises:
            Refused: a clip has another form.
        """
        import numpy as np
        import torch

        clips = []
        for value in values:
            frames = np.asarray(value)
            if frames.ndim != 4 or frames.shape[-1] != 3 or frames.dtype != np.uint8:
                raise refuse(
                    "data_width",
                    f"The column {params['column']!r} does not hold clips.",
                    param="column",
                    expected="frames × H × W × 3 as bytes",
                    got=f"{' × '.join(map(str, frames.shape))} {frames.dtype}",
                    next="Name a column that holds clips.",
                )
            chosen = np.linspace(0, len(frames) - 1, params["frames"]).round().astype(int)
            clip = torch.from_numpy(frames[chosen]).permute(0, 3, 1, 2).float() / 255
            sides = (params["size"], params["size"])
            sized = torch.nn.functional.interpolate(clip, sides, mode="bilinear", antialias=True)
            clips.append(sized.clamp(0, 1).transpose(0, 1))
        return {"clip": torch.stack(clips)}
