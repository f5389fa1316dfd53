"""Grad-CAM: where on a picture the last feature map speaks for the answer, by captum where it is installed."""

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from builder.views.heat import over
from builder.weights.trained import Trained

if TYPE_CHECKING:
    import torch
    from torch import nn

    Values = dict[str, torch.Tensor]


def grad_cam_views(trained: Trained, arguments: "Values", answers: dict[str, Any]) -> list[dict[str, Any]]:
    """A picture under the places that speak for the best class of each output; none without captum or a map.

    Selvaraju and others, "Grad-CAM", 2017.
    """
    planned = trained.planned
    images = [a.name for a in planned.arguments if planned.specs[a.node, a.port].kind == "image"]
    asked = {node: answer for node, answer in answers.items() if answer["kind"] == "classes"}
    if len(images) != 1 or not asked or find_spec("captum") is None:
        return []
    order = [argument.name for argument in planned.arguments]
    layer = _last_map(trained.module, [arguments[name] for name in order])
    if layer is None:
        return []
    found = []
    for node, answer in asked.items():
        best = answer["classes"][0]["name"]
        place = list(trained.record["outputs"].get(node, {}).get("classes", [])).index(best)
        weights = _weights(trained, layer, _Asked(arguments, images[0], node, place))
        if weights is not None:
            title = f"{node}: what speaks for {best}"
            found.append(
                {"kind": "pictures", "title": title, "pictures": over(arguments[images[0]][0], weights)}
            )
    return found


def _last_map(module: "nn.Module", values: "list[torch.Tensor]") -> "nn.Module | None":
    """The module inside that gave the last feature map of several places."""
    import torch

    maps: list[nn.Module] = []

    def watch(inner: "nn.Module", given: Any, result: Any) -> None:
        if isinstance(result, torch.Tensor) and result.ndim == 4 and min(result.shape[2:]) > 1:
            maps.append(inner)

    hooks = [inner.register_forward_hook(watch) for inner in module.modules() if inner is not module]
    try:
        with torch.no_grad():
            module(*values)
    finally:
        for hook in hooks:
            hook.remove()
    return maps[-1] if maps else None


@dataclass(frozen=True)
class _Asked:
    """What Grad-CAM is asked for: one place of an output, by way of one of the network's arguments."""

    arguments: "Values"
    image: str
    node: str
    place: int


def _weights(trained: Trained, layer: "nn.Module", asked: _Asked) -> "torch.Tensor | None":
    """Grad-CAM's weights [h, w]; None where the output does not depend on the map."""
    import torch
    from captum.attr import LayerGradCam

    place = asked.place

    def scores(picture: "torch.Tensor") -> "torch.Tensor":
        given = asked.arguments | {asked.image: picture}
        result = trained.module(*(given[argument.name] for argument in trained.planned.arguments))
        return result[trained.planned.handed_by(asked.node)[0]] if isinstance(result, dict) else result

    if scores(asked.arguments[asked.image]).shape[-1] <= place:
        return None
    picture = asked.arguments[asked.image].clone().requires_grad_()
    with torch.enable_grad():
        try:
            found = LayerGradCam(scores, layer).attribute(picture, target=place, relu_attributions=True)
        except (AssertionError, RuntimeError):  # what stands behind the map has no gradient, such as a forest
            return None
    if not isinstance(found, torch.Tensor) or not float(found.detach().max()):
        return None
    return found.detach()[0, 0]
