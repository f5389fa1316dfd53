"""ConvTranspose2d: learnt filters that enlarge a map."""

from typing import final

from blocks.bases.transposed_convolution import TransposedConvolution, transposed_params


@final
class ConvTranspose2d(TransposedConvolution):
    """Enlarge a map by spreading each position with learnt filters: B × C × H × W becomes B × out_channels ×
    H' × W'.
    """

    title = "ConvTranspose2d"
    keywords = ("deconvolution", "upsample", "decoder")
    builds = "torch.nn.ConvTranspose2d"
    axes = ("H", "W")
    params = transposed_params(2)
