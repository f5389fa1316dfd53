"""AdaptiveMaxPool2d: a map of any size to one fixed size, by the largest value."""

from typing import final

from blocks.bases.adaptive_pooling import AdaptivePooling, output_size_params


@final
class AdaptiveMaxPool2d(AdaptivePooling):
    """Take the largest value of as many windows as output_size asks for, whatever the size of a map: B × C ×
    H × W becomes B × C × H' × W'.
    """

    title = "AdaptiveMaxPool2d"
    keywords = ("global", "resize", "maximum")
    builds = "torch.nn.AdaptiveMaxPool2d"
    axes = ("H", "W")
    params = output_size_params(2)
