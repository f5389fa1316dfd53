"""AdaptiveMaxPool3d: a volume of any size to one fixed size, by the largest value."""

from typing import final

from blocks.bases.adaptive_pooling import AdaptivePooling, output_size_params


@final
class AdaptiveMaxPool3d(AdaptivePooling):
    """Take the largest value of as many windows as output_size asks for, whatever the size of a volume: B × C
    × D × H × W becomes B × C × D' × H' × W'.
    """

    title = "AdaptiveMaxPool3d"
    keywords = ("global", "resize", "maximum")
    builds = "torch.nn.AdaptiveMaxPool3d"
    axes = ("D", "H", "W")
    params = output_size_params(3)
