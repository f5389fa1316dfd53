"""ConvTranspose1d: learnt filters that enlarge a sequence."""

from typing import final

from blocks.bases.transposed_convolution import TransposedConvolution, transposed_params


@final
class ConvTranspose1d(TransposedConvolution):
    """Enlarge a sequence by spreading each position with learnt filters: B × C × L becomes B × out_channels ×
    L'.
    """

    title = "ConvTranspose1d"
    keywords = ("deconvolution", "upsample", "decoder")
    builds = "torch.nn.ConvTranspose1d"
    axes = ("L",)
    params = transposed_params(1)
