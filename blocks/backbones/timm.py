"""timm: any of the image networks that the package timm lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, final

from blocks.bases.contract import floating, number
from blocks.bases.encoder import Encoder, encoder_of
from blocks.bases.extras import has_extra, need_extra
from blocks.bases.inside import cut
from blocks.bases.own_weights import file_param
from blocks.bases.processing import scaling_in
from builder.block import Block, Input, Output, Site
from builder.param import Choice, Text
from builder.problem import refuse
from builder.recipe import New, Recipe


@final
class Timm(Block):
    """Turn images into features with one of the more than a thousand networks of timm, from ResNets to EVA.

    Wightman, "PyTorch Image Models", 2019.
    """

    title = "timm backbone"
    keywords = ("timm", "efficientnet", "convnext", "eva", "maxvit", "resnet", "pytorch image models", "hub")
    tappable = True
    inputs = {"image": Input("image", "images")}
    outputs = {
        "features": Output("vector", "a vector for each image, before the network's last layer"),
        "map": Output("map", "the last feature map, before it is pooled"),
        "tokens": Output("tokens", "a vector for each patch, where the network works on patches"),
        "logits": Output("logits", "the network's own scores"),
    }
    params = {
        "model": Text(
            sentence="A name that timm lists, such as resnet50 or vit_tiny_patch16_224.", default="resnet50"
        ),
        "weights": Choice(
            sentence="default: timm's trained ones (downloaded once); random: untrained.",
            default="random",
            choices=("random", "default"),
        ),
        **file_param(),
    }

    def carries(self, params: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
        if params["weights"] != "default" or not has_extra("timm"):
            return {}
        scaling = scaling_in({"image_mean": _stated_mean(params["model"])})
        return {"image": {"scaling": scaling}} if scaling else {}

    def declare(self, site: Site) -> Recipe:
        need_extra("timm", "timm")
        site.spec("image").need("image", "B × C × H × W")
        floating(site, "image")
        sizes = tuple(number(site, "image", axis) for axis in (1, 2, 3))
        name, wanted = site.params["model"], site.wanted or ("features",)
        new = _network(name, sizes, trained=site.params["weights"] == "default", scores="logits" in wanted)
        encoder = encoder_of(name, new, {"x": ((2, *sizes), "float32")})
        note = "" if site.params["weights"] == "default" else "random weights"
        if all(port in self.outputs for port in wanted):
            return replace(_called(wanted, name, new, sizes), note=note)
        return replace(_tapped(wanted, encoder, new), note=note)


def _network(name: str, sizes: tuple[int, ...], *, trained: bool, scores: bool) -> New:
    """The constructor call, for images of these channels, height and width.

    Raises:
        Refused: timm lists no network of this name.
    """
    told: dict[str, Any] = {} if scores else {"num_classes": 0}
    if sizes[0] != 3:
        told["in_chans"] = sizes[0]
    if _one_size(name) and sizes[1:] != _one_size(name):
        told["img_size"] = sizes[1:]
    path = "timm.create_model"
    if not trained:
        return New(path, (name,), told)
    return New(path, (name,), {"pretrained": True} | told, shape_kwargs=told)


@lru_cache(maxsize=256)
def _stated_mean(name: str) -> tuple[float, ...] | None:
    """What timm states is taken away from each channel of a network's pictures; None where it states nothing."""
    import timm

    stated = timm.get_pretrained_cfg(name) if timm.is_model(name) else None
    return tuple(stated.mean) if stated else None


@lru_cache(maxsize=256)
def _one_size(name: str) -> tuple[int, int] | None:
    """The height and width that a network is made for, where it takes just one; None where it takes many."""
    import timm

    if not timm.is_model(name):
        near = get_close_matches(name, timm.list_models(), n=3, cutoff=0.5)
        raise refuse(
            "timm_name",
            f"timm lists no network called {name[:80]!r}.",
            param="model",
            expected="one of " + ", ".join(near) if near else "a name from timm.list_models()",
            got=name[:80],
            next=f"Did you mean {near[0]!r}?" if near else "Look the name up in timm's own list.",
        )
    stated = timm.get_pretrained_cfg(name)
    if not stated or not stated.fixed_input_size:
        return None
    _, height, width = stated.input_size
    return height, width


def _called(wanted: tuple[str, ...], name: str, new: New, sizes: tuple[int, ...]) -> Recipe:
    """The network as a whole, or in its two halves where what lies between them is wanted."""
    if set(wanted) <= {"features"} or set(wanted) <= {"logits"}:
        return Recipe("{module}({image})", new, dict.fromkeys(wanted, "{result}"))
    form = _form(_Sealed(repr(new), new), sizes)
    for port in {"map", "tokens"} & set(wanted):
        if (port == "map") != (form in ("NCHW", "NHWC")):
            raise _none(port, name)
    parts = {
        "features": "{module}.forward_head({result}, pre_logits=True)",
        "logits": "{module}.forward_head({result})",
        "map": "{result}.permute(0, 3, 1, 2)" if form == "NHWC" else "{result}",
        "tokens": "{result}",
    }
    return Recipe("{module}.forward_features({image})", new, {port: parts[port] for port in wanted})


@dataclass(frozen=True)
class _Sealed:
    """A constructor call that is known by its text."""

    text: str
    new: New = field(compare=False)


@lru_cache(maxsize=256)
def _form(sealed: _Sealed, sizes: tuple[int, ...]) -> str:
    """What the first half of a network gives: NCHW or NHWC for a map, NLC for tokens."""
    import torch

    from builder.weightless.answers import Answers
    from builder.weightless.running import twin

    module: Any = twin(Recipe(module=sealed.new))
    with torch.no_grad(), Answers():
        given = module.forward_features(torch.zeros(2, *sizes, device="meta"))
    if given.ndim != 4:
        return "NLC"
    return "NHWC" if given.shape[-1] == module.num_features != given.shape[1] else "NCHW"


def _none(port: str, name: str) -> Exception:
    other = "tokens" if port == "map" else "map"
    return refuse(
        "no_map" if port == "map" else "no_such_output",
        f"{name} works on {'patches, and gives tokens' if port == 'map' else 'maps, and gives no tokens'}.",
        port=port,
        expected=f"the output {other}",
        got=port,
        next=f"Take the output {other} instead.",
    )


def _tapped(wanted: tuple[str, ...], encoder: Encoder, new: New) -> Recipe:
    """The network up to its taps, beside what it returns itself."""
    own = [port for port in wanted if port in ("features", "logits")]
    taps = [port for port in wanted if port not in Timm.outputs]
    if len(own) + len(taps) < len(wanted) or len(own) > 1:
        raise refuse(
            "taps_beside",
            "Beside tapped modules, this block gives one of features and logits.",
            port=next(port for port in wanted if port in ("map", "tokens", "logits")),
            expected="taps, and features or logits",
            got=", ".join(wanted),
            next="Tap the last module with a map instead of taking the port.",
        )
    for path in taps:
        encoder.inside.need(path, encoder.title)
    paths = tuple("" if port in own else port for port in wanted)
    behind = () if own else encoder.inside.behind(encoder.inside.last(taps))
    written = ", ".join(f'"{path}"' for path in paths) + ("," if len(paths) == 1 else "")
    return Recipe(
        f"taps({{module}}, ({written}), {{image}})",
        replace(new, then=cut(behind)),
        {port: f"{{result}}[{place}]" for place, port in enumerate(wanted)},
        uses=("blocks.modules.taps.taps",),
    )
