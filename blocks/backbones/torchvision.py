"""Torchvision: any of torchvision's classification networks, with named places to take features from."""

from typing import final

from blocks.bases.inside import cut
from blocks.bases.own_weights import file_param
from blocks.bases.torchvision_models import NAMES, family_of
from blocks.bases.torchvision_network import image_side, inside, network
from builder.block import Block, Input, Output, Site
from builder.param import Choice
from builder.problem import refuse
from builder.recipe import Recipe


@final
class Torchvision(Block):
    """Turn images into features with a network made for ImageNet: a vector, a feature map, or its 1000 scores.

    What lies behind the last output in use is neither run nor counted.
    """

    title = "torchvision backbone"
    keywords = (
        "resnet",
        "vgg",
        "vit",
        "efficientnet",
        "mobilenet",
        "convnext",
        "swin",
        "densenet",
        "cnn",
        "imagenet",
    )
    tappable = True
    inputs = {"image": Input("image", "colour images")}
    outputs = {
        "features": Output("vector", "what arrives at the network's last layer"),
        "map": Output("map", "the last feature map, before it is pooled"),
        "logits": Output("logits", "the network's own scores for ImageNet's 1000 classes"),
    }
    params = {
        "model": Choice(sentence="Which network.", default="resnet50", choices=NAMES),
        "weights": Choice(
            sentence="default: trained on ImageNet (downloaded once); random: untrained.",
            default="random",
            choices=("random", "default"),
        ),
        **file_param(),
    }

    def declare(self, site: Site) -> Recipe:
        name, weights = site.params["model"], site.params["weights"]
        side = image_side(site, name, weights)
        wanted = site.wanted or ("features",)
        paths, behind = _places(site, wanted, side)
        module = network(name, weights, side, cut(behind))
        note = "random weights" if weights == "random" else ""
        if set(paths) == {""} and (name, weights) != ("inception_v3", "default"):
            return Recipe("{module}({image})", module, dict.fromkeys(wanted, "{result}"), note=note)
        return Recipe(
            f"taps({{module}}, {_written(paths)}, {{image}})",
            module,
            {port: f"{{result}}[{place}]" + _pooled(name, paths[place]) for place, port in enumerate(wanted)},
            uses=("blocks.modules.taps.taps",),
            note=note,
        )


def _places(site: Site, wanted: tuple[str, ...], side: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where each wanted port takes its values from, in the words of `taps`; and the modules behind all of them."""
    name = site.params["model"]
    last, final_map = family_of(name).last, _map(name) if "map" in wanted else ""
    tapped = {
        port: final_map if port == "map" else port for port in wanted if port not in ("features", "logits")
    }
    for path in wanted:
        if path not in Torchvision.outputs:
            inside(name, side).need(path, name)
    whole = "logits" in wanted or any(_ends_late(path, last, name, side) for path in tapped.values())
    named = {"features": f"before {last}" if whole else "", "logits": ""}
    paths = tuple(tapped.get(port) or named[port] for port in wanted)
    if whole:
        return paths, () if "logits" in wanted else _behind(tuple(tapped.values()), name, side)
    return paths, (last,) if "features" in wanted else _behind(paths, name, side)


def _ends_late(path: str, last: str, name: str, side: int) -> bool:
    """Whether a module answers only after the last layer has begun."""
    order = inside(name, side)
    return order.ended[path] > order.began[last]


def _behind(paths: tuple[str, ...], name: str, side: int) -> tuple[str, ...]:
    """The modules behind all of these."""
    order = inside(name, side)
    return order.behind(order.last(paths))


def _pooled(name: str, path: str) -> str:
    """What makes a vector of what arrives at the last layer."""
    return family_of(name).pooled if path.startswith("before ") else ""


def _map(name: str) -> str:
    """The path of a network's last feature map."""
    family = family_of(name)
    if family.map is not None:
        return family.map
    raise refuse(
        "no_map",
        f"{name} works on tokens, and has no feature map of channels, height and width.",
        port="map",
        expected="a network with a feature map, such as resnet50",
        got=name,
        next=f"Choose another network, or tap {family.instead}.",
    )


def _written(paths: tuple[str, ...]) -> str:
    return "(" + ", ".join(f'"{path}"' for path in paths) + ("," if len(paths) == 1 else "") + ")"
