"""AdaptiveMaxPool1d: a sequence of any size to one fixed size, by the largest value."""

from typing import final

from blocks.bases.adaptive_pooling import AdaptivePooling, output_size_params


@final
class AdaptiveMaxPool1d(AdaptivePooling):
    """Take the largest value of as many windows as output_size asks for, whatever the size of a sequence: B ×
    C × L becomes B × C × L'.
    """

    title = "AdaptiveMaxPool1d"
    keywords = ("global", "resize", "maximum")
    builds = "torch.nn.AdaptiveMaxPool1d"
    axes = ("L",)
    params = output_size_params(1)
