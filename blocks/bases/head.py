"""The shared part of heads: small stacks of layers that end in logits."""

from builder.recipe import New, new


def stack(layers: list[New]) -> New:
    """One layer as it is, several as a Sequential."""
    return layers[0] if len(layers) == 1 else New("torch.nn.Sequential", tuple(layers))


def dropped(p: float) -> list[New]:
    """A dropout, or nothing where p is zero."""
    return [new("torch.nn.Dropout", p=p)] if p else []
