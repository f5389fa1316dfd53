"""ReplicationPad2d: surround a map with its border."""

from typing import final

from blocks.bases.padding import Padding, padding_params


@final
class ReplicationPad2d(Padding):
    """Repeat the border of a map around it."""

    title = "ReplicationPad2d"
    keywords = ("pad", "border")
    builds = "torch.nn.ReplicationPad2d"
    axes = ("H", "W")
    params = padding_params(2)
