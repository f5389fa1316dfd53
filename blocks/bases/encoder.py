"""What encoders of transformers share: their ports, and how they are called and tapped."""

from dataclasses import dataclass, field, replace
from functools import lru_cache

from blocks.bases.contract import whole
from blocks.bases.inside import Inside, cut
from builder.block import Input, Output, Site
from builder.problem import refuse
from builder.recipe import New, Recipe
from builder.spec import Spec

IDS = Input("ids", "the number of each token, B × T")
MASK = Input(
    "mask", "1 where there is a token, 0 where there is padding; without it all count", optional=True
)
TOKENS = Output("tokens", "a vector for each token, B × T × C")
POOLED = Output("vector", "the first token's vector through the encoder's own last layer, B × C")


@dataclass(frozen=True)
class Encoder:
    """An encoder's inside, and whether it pools."""

    title: str
    inside: Inside
    pools: bool


@dataclass(frozen=True)
class _Sealed:
    """A constructor call that is known by its text."""

    text: str
    new: New = field(compare=False)


def encoder_of(title: str, new: New, shape: tuple[int, ...], dtype: str) -> Encoder:
    """Build an encoder without weights and watch it run on an input of this shape, once for each call."""
    return _watched(title, _Sealed(repr(new), new), shape, dtype)


@lru_cache(maxsize=64)
def _watched(title: str, sealed: _Sealed, shape: tuple[int, ...], dtype: str) -> Encoder:
    import torch

    from builder.weightless import twin

    module = twin(Recipe(module=sealed.new))
    assert module is not None
    sample = torch.zeros(shape, dtype=getattr(torch, dtype), device="meta")
    inside = Inside.of(module, lambda module: module(sample))
    return Encoder(title, inside, "pooler" in inside.ended)


def text_arguments(site: Site) -> str:
    """How a text encoder is called.

    Raises:
        Refused: no token ids arrive, or the mask has another form.
    """
    _tokens_at(site)
    return "{ids}, attention_mask={mask}" if site.has("mask") else "{ids}"


def encoded(site: Site, encoder: Encoder, new: New, given: str, note: str = "") -> Recipe:
    """The recipe of an encoder: called plainly, or up to its taps.

    Raises:
        Refused: an output is wanted that there is not.
    """
    wanted = site.wanted or ("tokens",)
    if "pooled" in wanted and not encoder.pools:
        raise refuse(
            "no_pooled",
            f"{encoder.title} has no pooling layer of its own.",
            port="pooled",
            expected="the output tokens",
            got="pooled",
            next="Pool the tokens with a masked mean, or take the CLS token.",
        )
    taps = tuple(port for port in wanted if port not in ("tokens", "pooled"))
    if not taps:
        fields = {"tokens": "{result}.last_hidden_state", "pooled": "{result}.pooler_output"}
        return Recipe(f"{{module}}({given})", new, {port: fields[port] for port in wanted}, note=note)
    for path in taps:
        encoder.inside.need(path, encoder.title)
    paths = tuple({"tokens": "", "pooled": "pooler"}.get(port, port) for port in wanted)
    behind = () if "" in paths else encoder.inside.behind(encoder.inside.last(paths))
    written = ", ".join(f'"{path}"' for path in paths) + ("," if len(paths) == 1 else "")
    return Recipe(
        f"taps({{module}}, ({written}), {given})",
        replace(new, then=(*new.then, *cut(behind))),
        {port: f"{{result}}[{place}]" for place, port in enumerate(wanted)},
        uses=("blocks.modules.taps.taps",),
        note=note,
    )


def _tokens_at(site: Site) -> None:
    ids = site.spec("ids").need("ids", "B × T")
    whole(site, "ids")
    if not site.has("mask"):
        return
    mask: Spec = site.spec("mask").need("mask", "B × T")
    if mask.shape != ids.shape:
        raise refuse(
            "mask_form",
            "The mask says of each token whether it counts, so that it has the shape of the token ids.",
            port="mask",
            expected=ids.text,
            got=mask.text,
            next="Connect the mask of the same text input.",
        )
