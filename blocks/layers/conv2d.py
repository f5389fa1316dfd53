"""Conv2d: learnt filters that slide over a map."""

from typing import final

from blocks.bases.convolution import Convolution, convolution_params


@final
class Conv2d(Convolution):
    """Slide small learnt filters over a map: B × C × H × W becomes B × out_channels × H' × W'."""

    title = "Conv2d"
    keywords = ("convolution", "filter", "cnn")
    builds = "torch.nn.Conv2d"
    axes = ("H", "W")
    params = convolution_params(2)
