"""AdaptiveAvgPool3d: a volume of any size to one fixed size, by the mean."""

from typing import final

from blocks.bases.adaptive_pooling import AdaptivePooling, output_size_params


@final
class AdaptiveAvgPool3d(AdaptivePooling):
    """Take the mean of as many windows as output_size asks for, whatever the size of a volume: B × C × D × H
    × W becomes B × C × D' × H' × W'.
    """

    title = "AdaptiveAvgPool3d"
    keywords = ("global", "resize", "average")
    builds = "torch.nn.AdaptiveAvgPool3d"
    axes = ("D", "H", "W")
    params = output_size_params(3)
