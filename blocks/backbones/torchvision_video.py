"""Torchvision video: torchvision's networks that recognise what happens in short clips."""

from dataclasses import replace
from typing import final

from blocks.bases.contract import floating, number
from blocks.bases.encoder import encoder_of
from blocks.bases.inside import cut
from blocks.bases.own_weights import file_param
from blocks.bases.torchvision_tasks import VIDEO, network, weights_param
from builder.block import Block, Input, Output, Site
from builder.param import Choice
from builder.recipe import Recipe


@final
class TorchvisionVideo(Block):
    """Turn short clips into features with a network made for 400 human actions: a vector, or its scores.

    Tran and others, "A Closer Look at Spatiotemporal Convolutions for Action Recognition", 2018.
    """

    title = "torchvision video"
    keywords = ("r3d", "mvit", "swin3d", "s3d", "action", "clip", "kinetics", "3d")
    tappable = True
    inputs = {"clip": Input("any", "colour clips, B × 3 × frames × H × W")}
    outputs = {
        "features": Output("vector", "what arrives at the network's last layer"),
        "logits": Output("logits", "the network's own scores for 400 actions"),
    }
    params = {
        "model": Choice(sentence="Which network.", default="r3d_18", choices=tuple(sorted(VIDEO))),
        "weights": weights_param("Kinetics-400"),
        **file_param(),
    }

    def declare(self, site: Site) -> Recipe:
        name, weights = site.params["model"], site.params["weights"]
        site.spec("clip").need("clip", "B × C × T × H × W")
        floating(site, "clip")
        sizes = tuple(number(site, "clip", axis) for axis in (1, 2, 3, 4))
        last, pooled = VIDEO[name]
        new = network("video", name, weights)
        encoder = encoder_of(name, new, {"x": ((2, *sizes), "float32")})
        wanted = site.wanted or ("features",)
        named = {"features": f"before {last}", "logits": ""}
        for port in wanted:
            if port not in named:
                encoder.inside.need(port, name)
        paths = tuple(named.get(port, port) for port in wanted)
        taps = tuple(port for port in wanted if port not in named)
        behind: tuple[str, ...] = ()
        if "features" not in wanted and "logits" not in wanted:
            behind = encoder.inside.behind(encoder.inside.last(taps))
        note = "random weights" if weights == "random" else ""
        if wanted == ("logits",):
            return Recipe("{module}({clip})", new, {"logits": "{result}"}, note=note)
        if wanted == ("features",):
            behind = (last,)
        written = ", ".join(f'"{path}"' for path in paths) + ("," if len(paths) == 1 else "")
        return Recipe(
            f"taps({{module}}, ({written}), {{clip}})",
            replace(new, then=cut(behind)),
            {
                port: f"{{result}}[{place}]" + (pooled if port == "features" else "")
                for place, port in enumerate(wanted)
            },
            uses=("blocks.modules.taps.taps",),
            note=note,
        )
