"""Transformer decoder layer: tokens look at each other, then at a memory."""

from typing import final

from blocks.bases.attention_mask import over_tokens
from blocks.bases.contract import floating, tokens
from blocks.bases.transformer import Transformer, transformer_params
from builder.block import Input, Site
from builder.problem import refuse
from builder.recipe import Recipe


@final
class TransformerDecoderLayer(Transformer):
    """Let tokens attend to each other, then to those of a memory, then pass a small network (Vaswani et al.,
    2017).
    """

    title = "Transformer decoder layer"
    keywords = ("cross-attention", "encoder-decoder", "query")
    builds = "torch.nn.TransformerDecoderLayer"
    inputs = {
        "x": Input("tokens", "tokens that ask"),
        "memory": Input("tokens", "tokens that answer, as wide as x"),
        "mask": Input("mask", "1 for real tokens of x, 0 for padding", optional=True),
        "memory_mask": Input("mask", "1 for real tokens of the memory, 0 for padding", optional=True),
    }
    params = transformer_params()

    def declare(self, site: Site) -> Recipe:
        built = self.layer(site)
        x, memory = site.spec("x"), tokens(site, "memory", "B × S × C")
        floating(site, "memory")
        if (memory.shape[0], memory.shape[-1]) != (x.shape[0], x.shape[-1]):
            raise refuse(
                "features",
                f"The memory has to be as wide as the tokens that look at it: {x.shape[-1]}.",
                port="memory",
                expected=f"{x.shape[0]} × S × {x.shape[-1]}",
                got=memory.text,
                next="Bring the memory to that width with a Linear layer.",
            )
        arguments = "{x}, {memory}"
        for port, about, name in (("mask", "x", "tgt"), ("memory_mask", "memory", "memory")):
            if site.has(port):
                over_tokens(site, port, about)
                arguments += f", {name}_key_padding_mask={{{port}}} == 0"
        return Recipe(call=f"{{module}}({arguments})", module=built)
