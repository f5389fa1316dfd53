"""What the last attention of a network looked at: tokens of a text, or places of a picture."""

from typing import TYPE_CHECKING, Any

from builder.block import InputBlock
from builder.planning.planned import Plan
from builder.views.heat import over

if TYPE_CHECKING:
    import torch

    from builder.looking.attending import Attention

    Values = dict[str, torch.Tensor]

MOST = 64
"""Tokens that are shown at most."""


def attention_views(planned: Plan, arguments: "Values", found: "list[Attention]") -> list[dict[str, Any]]:
    """The share of the last attention that each token or place got, over all heads and all that looked."""
    if not found:
        return []
    shares = found[-1].weights.mean(dim=(0, 1))
    texts = _texts(planned, arguments, shares)
    return [texts] if texts else _places(planned, arguments, shares)


def _texts(planned: Plan, arguments: "Values", shares: "torch.Tensor") -> dict[str, Any] | None:
    for argument in planned.arguments:
        if planned.specs[argument.node, argument.port].kind != "ids":
            continue
        ids = arguments[argument.name][0]
        block = planned.block(argument.node)
        assert isinstance(block, InputBlock)
        words = block.words(planned.params(argument.node), ids.tolist())[:MOST]
        if len(ids) == len(shares) and words:
            top = max(float(shares[: len(words)].max()), 1e-9)
            parts = [
                {"text": word, "share": round(float(share) / top, 3)}
                for word, share in zip(words, shares, strict=False)
            ]
            return {"kind": "words", "title": "What the last attention looked at", "parts": parts}
    return None


def _places(planned: Plan, arguments: "Values", shares: "torch.Tensor") -> list[dict[str, Any]]:
    """The shares laid out as the map that the tokens came from; none where no map has as many places."""
    sizes = [spec.shape[2:] for spec in planned.specs.values() if spec.rank == 4]
    fitting = [
        (height, width)
        for height, width in sizes
        if isinstance(height, int) and isinstance(width, int) and height * width == len(shares)
    ]
    pictures = [arguments[argument.name][0] for argument in planned.arguments if _is_image(planned, argument)]
    if not fitting or not pictures:
        return []
    shown = over(pictures[0], shares.reshape(fitting[-1]))
    return [{"kind": "pictures", "title": "What the last attention looked at", "pictures": shown}]


def _is_image(planned: Plan, argument: Any) -> bool:
    return planned.specs[argument.node, argument.port].kind == "image"
