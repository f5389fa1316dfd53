"""AdaptiveAvgPool1d: a sequence of any size to one fixed size, by the mean."""

from typing import final

from blocks.bases.adaptive_pooling import AdaptivePooling, output_size_params


@final
class AdaptiveAvgPool1d(AdaptivePooling):
    """Take the mean of as many windows as output_size asks for, whatever the size of a sequence: B × C × L
    becomes B × C × L'.
    """

    title = "AdaptiveAvgPool1d"
    keywords = ("global", "resize", "average")
    builds = "torch.nn.AdaptiveAvgPool1d"
    axes = ("L",)
    params = output_size_params(1)
