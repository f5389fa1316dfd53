"""Transformer encoder layer: attention, then a small network."""

from typing import final

from blocks.bases.transformer import Transformer, transformer_params


@final
class TransformerEncoderLayer(Transformer):
    """Let tokens attend to each other and pass each through a small network (Vaswani et al., 2017)."""

    title = "Transformer encoder layer"
    keywords = ("attention", "bert", "vit")
    builds = "torch.nn.TransformerEncoderLayer"
    params = transformer_params()
