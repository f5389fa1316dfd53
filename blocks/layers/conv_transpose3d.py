"""ConvTranspose3d: learnt filters that enlarge a volume."""

from typing import final

from blocks.bases.transposed_convolution import TransposedConvolution, transposed_params


@final
class ConvTranspose3d(TransposedConvolution):
    """Enlarge a volume by spreading each position with learnt filters: B × C × D × H × W becomes B ×
    out_channels × D' × H' × W'.
    """

    title = "ConvTranspose3d"
    keywords = ("deconvolution", "upsample", "decoder")
    builds = "torch.nn.ConvTranspose3d"
    axes = ("D", "H", "W")
    params = transposed_params(3)
