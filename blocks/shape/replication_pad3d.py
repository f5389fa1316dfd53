"""ReplicationPad3d: surround a volume with its border."""

from typing import final

from blocks.bases.padding import Padding, padding_params


@final
class ReplicationPad3d(Padding):
    """Repeat the border of a volume around it."""

    title = "ReplicationPad3d"
    keywords = ("pad", "border")
    builds = "torch.nn.ReplicationPad3d"
    axes = ("D", "H", "W")
    params = padding_params(3)
