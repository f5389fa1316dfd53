"""Upsample: a map is enlarged or resized without learning."""

from typing import final

from blocks.bases.contract import floating, rank
from blocks.bases.counts import row
from blocks.bases.torch_layer import TorchLayer
from blocks.bases.window import not_empty
from builder.block import Input, Output, Site
from builder.formula import Formula, Term, given, kept, reckon
from builder.param import Boolean, Choice, Integers, Number
from builder.problem import refuse
from builder.recipe import Recipe
from builder.spec import Spec

_PATTERNS = {
    "linear": ("B × C × L",),
    "bilinear": ("B × C × H × W",),
    "bicubic": ("B × C × H × W",),
    "trilinear": ("B × C × D × H × W",),
}
_ANY = ("B × C × H × W", "B × C × L", "B × C × D × H × W")


@final
class Upsample(TorchLayer):
    """Resize a map by a factor or to a size, by repeating or blending its values: 7 × 7 becomes 14 × 14."""

    title = "Upsample"
    keywords = ("resize", "interpolate", "enlarge", "decoder", "nearest", "bilinear")
    builds = "torch.nn.Upsample"
    written = ("scale_factor",)
    inputs = {"x": Input("map", "images or feature maps")}
    outputs = {"y": Output("map", "the same channels at another size")}
    params = {
        "size": Integers(
            sentence="Size of what leaves; empty to use scale_factor.", optional=True, minimum=1, maximum=8192
        ),
        "scale_factor": Number(
            sentence="How many times larger; not used when size is set.",
            default=2.0,
            minimum=0.01,
            maximum=64.0,
        ),
        "mode": Choice(
            sentence="How values in between are found.",
            default="nearest",
            choices=("nearest", "nearest-exact", "linear", "bilinear", "bicubic", "trilinear"),
        ),
        "align_corners": Boolean(
            sentence="Keep the corners' values where they are; only when blending.", optional=True
        ),
    }

    def declare(self, site: Site) -> Recipe:
        mode, size = site.params["mode"], site.params["size"]
        spec = rank(site, "x", *_PATTERNS.get(mode, _ANY))
        floating(site)
        not_empty(spec, ("D", "H", "W")[5 - spec.rank :] if spec.rank > 3 else ("L",))
        self._settings(site, spec)
        if size is None:
            return Recipe(module=self.module(site))
        sizes = row(size)
        asked = sizes[0] if len(sizes) == 1 else sizes
        return Recipe(module=self.module(site, size=asked, scale_factor=None))

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        wanted, factor = site.params["size"], site.params["scale_factor"]
        places = []
        for place, size in enumerate(spec.shape[2:]):
            if wanted is not None:
                sizes = row(wanted)
                places.append(given(sizes[place if len(sizes) > 1 else 0], "size"))
            else:
                grown = reckon(lambda length: int(length * factor), size)
                places.append(Term(grown, f"{size} · {factor:g} = {grown}, rounded down"))
        return (kept(spec.shape[0]), kept(spec.shape[1]), *places)

    def _settings(self, site: Site, spec: Spec) -> None:
        mode, size, factor = site.params["mode"], site.params["size"], site.params["scale_factor"]
        if site.params["align_corners"] is not None and mode.startswith("nearest"):
            raise refuse(
                "resize",
                "align_corners is about blending, and this mode repeats the nearest value.",
                param="align_corners",
                expected="empty, or a mode that blends",
                got=f"align_corners with mode {mode}",
                next="Clear align_corners, or set mode to bilinear.",
            )
        if size is not None and len(row(size)) not in (1, spec.rank - 2):
            raise refuse(
                "resize",
                f"{spec.text} has {spec.rank - 2} axes to resize, and size names {len(row(size))}.",
                port="x",
                param="size",
                expected=f"1 or {spec.rank - 2} numbers",
                got=", ".join(str(one) for one in row(size)),
                next="Give one number for all axes, or one for each.",
            )
        shrunk = [axis for axis in spec.shape[2:] if isinstance(axis, int) and int(axis * factor) < 1]
        if size is None and shrunk:
            raise refuse(
                "spatial_size",
                f"{shrunk[0]} times {factor:g} is less than one position: nothing would be left.",
                port="x",
                param="scale_factor",
                expected=f"at least {1 / shrunk[0]:g}",
                got=f"{factor:g} on {spec.text}",
                next="Make scale_factor larger, or set size.",
            )
