"""Conv3d: learnt filters that slide over a volume."""

from typing import final

from blocks.bases.convolution import Convolution, convolution_params


@final
class Conv3d(Convolution):
    """Slide small learnt filters over a volume: B × C × D × H × W becomes B × out_channels × D' × H' × W'."""

    title = "Conv3d"
    keywords = ("convolution", "volume", "video")
    builds = "torch.nn.Conv3d"
    axes = ("D", "H", "W")
    params = convolution_params(3)
