"""ReplicationPad1d: surround a sequence with its border."""

from typing import final

from blocks.bases.padding import Padding, padding_params


@final
class ReplicationPad1d(Padding):
    """Repeat the border of a sequence around it."""

    title = "ReplicationPad1d"
    keywords = ("pad", "border")
    builds = "torch.nn.ReplicationPad1d"
    axes = ("L",)
    params = padding_params(1)
