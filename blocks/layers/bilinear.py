"""Bilinear: two vectors meet in a learnt product."""

from typing import final

from blocks.bases.contract import features, floating
from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, given, kept
from builder.param import Boolean, Integer
from builder.problem import refuse
from builder.recipe import Recipe


@final
class Bilinear(TorchLayer):
    """Multiply every pair of numbers of two vectors and weigh the products: B × C1 and B × C2 become B ×
    out.
    """

    title = "Bilinear"
    keywords = ("fusion", "interaction", "product")
    builds = "torch.nn.Bilinear"
    written = ("out_features",)
    inputs = {"a": Input("any", "vectors"), "b": Input("any", "vectors, as many as at a")}
    outputs = {"y": Output("any", "the same leading axes, the last one out_features wide")}
    params = {
        "in1_features": Integer(sentence="Width of a.", inferred=True),
        "in2_features": Integer(sentence="Width of b.", inferred=True),
        "out_features": Integer(sentence="Width of what leaves.", default=10),
        "bias": Boolean(sentence="Add a learnt offset.", default=True),
    }

    def declare(self, site: Site) -> Recipe:
        first, second = floating(site, "a"), floating(site, "b")
        if first.shape[:-1] != second.shape[:-1]:
            raise refuse(
                "matrix",
                "Each vector of a meets one vector of b, and there are not as many of them.",
                port="b",
                expected=f"the leading axes of {first.text}",
                got=second.text,
                next="Bring both to the same form first: pool the maps or the tokens of one of them.",
            )
        widths = {"in1_features": features(site, "in1_features", "a")}
        widths["in2_features"] = features(site, "in2_features", "b")
        return Recipe(call="{module}({a}, {b})", module=self.module(site, **widths))

    def formula(self, site: Site, port: str) -> Formula:
        return (*map(kept, site.spec("a").shape[:-1]), given(site.params["out_features"], "out_features"))
