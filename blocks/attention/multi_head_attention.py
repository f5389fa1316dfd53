"""Multi-head attention: every token gathers from all others."""

from typing import Any, final

from blocks.bases.attention_mask import over_tokens
from blocks.bases.contract import divides, features, floating, number, tokens
from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, added, kept, unchanged
from builder.param import Boolean, Integer, Number
from builder.problem import refuse
from builder.recipe import Recipe


@final
class MultiHeadAttention(TorchLayer):
    """Let every token gather from all others, or from those of `context`, with several heads (Vaswani et al.,
    2017).
    """

    title = "Multi-head attention"
    keywords = ("transformer", "cross-attention", "self-attention", "query", "key", "value")
    builds = "torch.nn.MultiheadAttention"
    written = ("num_heads",)
    inputs = {
        "x": Input("tokens", "tokens that ask"),
        "context": Input("tokens", "tokens that answer; without a wire, x itself", optional=True),
        "mask": Input("mask", "1 for real tokens among those that answer, 0 for padding", optional=True),
    }
    outputs = {
        "y": Output("tokens", "the tokens of x, each with what it gathered"),
        "weights": Output("any", "B × T × S: how much each token took from each other, mean over the heads"),
    }
    params = {
        "embed_dim": Integer(sentence="Width of the tokens of x.", inferred=True),
        "num_heads": Integer(sentence="How many heads; they share the width.", default=8, maximum=512),
        "dropout": Number(sentence="How many of the weights are dropped while training.", default=0.0),
        "bias": Boolean(sentence="Add learnt offsets.", default=True),
        "add_bias_kv": Boolean(sentence="Add a learnt token that answers too.", default=False),
        "add_zero_attn": Boolean(sentence="Add a token of zeros that answers too.", default=False),
        "kdim": Integer(sentence="Width of the context, as keys.", inferred=True),
        "vdim": Integer(sentence="Width of the context, as values.", inferred=True),
    }

    def declare(self, site: Site) -> Recipe:
        tokens(site, "x", "B × T × C")
        floating(site)
        width = features(site, "embed_dim")
        divides(site.params["num_heads"], width, param="num_heads", what="features", port="x")
        asked = "context" if site.has("context") else "x"
        arguments = [f"{{x}}, {{{asked}}}, {{{asked}}}"]
        if site.has("mask"):
            over_tokens(site, "mask", asked)
            arguments.append("key_padding_mask={mask} == 0")
        weights = "weights" in site.wanted
        arguments += [] if weights else ["need_weights=False"]
        outputs = {"y": "{result}[0]"} | ({"weights": "{result}[1]"} if weights else {})
        module = self.module(site, embed_dim=width, batch_first=True, **self._widths(site, asked, width))
        return Recipe(call=f"{{module}}({', '.join(arguments)})", module=module, outputs=outputs)

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        if port == "y":
            return unchanged(spec)
        seen = site.spec("context" if site.has("context") else "x").shape[1]
        extra = sum(bool(site.params[name]) for name in ("add_bias_kv", "add_zero_attn"))
        columns = added((seen, *(1,) * extra), "tokens that answer") if extra else kept(seen)
        return kept(spec.shape[0]), kept(spec.shape[1]), columns

    def _widths(self, site: Site, asked: str, width: int) -> dict[str, Any]:
        spec = tokens(site, asked, "B × S × C")
        floating(site, asked)
        if spec.shape[0] != site.spec("x").shape[0]:
            raise refuse(
                "batch",
                "Each sample's tokens look at the context of the same sample, and there are not as many.",
                port=asked,
                expected=f"{site.spec('x').shape[0]} samples",
                got=spec.text,
                next="Connect a context that has one row of tokens for each sample.",
            )
        found = {name: features(site, name, asked) for name in ("kdim", "vdim")}
        other = number(site, asked, -1) != width
        return found if other else dict.fromkeys(found)
