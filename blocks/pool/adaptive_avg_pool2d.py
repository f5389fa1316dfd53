"""AdaptiveAvgPool2d: a map of any size to one fixed size, by the mean."""

from typing import final

from blocks.bases.adaptive_pooling import AdaptivePooling, output_size_params


@final
class AdaptiveAvgPool2d(AdaptivePooling):
    """Take the mean of as many windows as output_size asks for, whatever the size of a map: B × C × H × W
    becomes B × C × H' × W'.
    """

    title = "AdaptiveAvgPool2d"
    keywords = ("global", "resize", "average")
    builds = "torch.nn.AdaptiveAvgPool2d"
    axes = ("H", "W")
    params = output_size_params(2)
