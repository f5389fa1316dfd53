"""Transformer encoder: several encoder layers on top of each other."""

from typing import final

from blocks.bases.transformer import Transformer, transformer_params
from builder.block import Site
from builder.param import Integer
from builder.recipe import New, new


@final
class TransformerEncoder(Transformer):
    """Pass tokens through several encoder layers on top of each other (Vaswani et al., 2017)."""

    title = "Transformer encoder"
    keywords = ("attention", "bert", "vit", "layers")
    builds = "torch.nn.TransformerEncoder"
    written = ("nhead", "num_layers")
    params = {
        **transformer_params(),
        "num_layers": Integer(sentence="How many layers.", default=2, maximum=64),
    }

    def layer(self, site: Site) -> New:
        given = dict(super().layer(site).kwargs)
        count = given.pop("num_layers")
        one = new("torch.nn.TransformerEncoderLayer", **given)
        return new(self.builds, encoder_layer=one, num_layers=count, enable_nested_tensor=False)
