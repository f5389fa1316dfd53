"""Conv1d: learnt filters that slide over a sequence."""

from typing import final

from blocks.bases.convolution import Convolution, convolution_params


@final
class Conv1d(Convolution):
    """Slide small learnt filters over a sequence: B × C × L becomes B × out_channels × L'."""

    title = "Conv1d"
    keywords = ("convolution", "temporal")
    builds = "torch.nn.Conv1d"
    axes = ("L",)
    params = convolution_params(1)
