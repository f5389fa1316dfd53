"""What encoders of transformers share: their ports, and how they are called and tapped."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from inspect import signature
from typing import Any

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
TYPES = Input(
    "ids",
    "0 for each token of a first text, 1 for a second one; without it all are of the first",
    optional=True,
)
TOKENS = Output("tokens", "a vector for each token, B × T × C")
WRITTEN = Input("ids", "the number of each token that is written, B × T")
READ = Output("tokens", "a vector for each token or moment that was read or heard")
POOLED = Output("vector", "the first token's vector through the encoder's own last layer, B × C")


FIELDS = {"tokens": "last_hidden_state", "pooled": "pooler_output"}
"""Port -> what the network's own result calls it."""
NEED_ALL = ("big_bird", "bigbird_pegasus", "rwkv")
"""Networks that look into all of their layers before they run any, so that nothing can be taken away."""

HALVES = {"tokens": "last_hidden_state", "encoder_tokens": "encoder_last_hidden_state"}
"""The same for a network of two halves."""

Samples = Mapping[str, tuple[tuple[int, ...], str]]
"""Argument of a network's forward -> shape and dtype to try it with."""

TEXT: Samples = {"input_ids": ((2, 8), "int64")}


@dataclass(frozen=True)
class Encoder:
    """A network's inside, and the number of axes of each tensor that it returns."""

    title: str
    inside: Inside
    gives: Mapping[str, int]
    form: str
    """How its result holds them: as the fields of an ``object``, in a ``dict`` or a ``list``, or as one ``tensor``."""
    takes: frozenset[str] = frozenset()
    """The names of what its forward takes."""

    def part(self, name: str) -> str:
        """What takes one of its tensors out of its result."""
        return {"object": f".{name}", "dict": f'["{name}"]', "list": f"[{name}]"}.get(self.form, "")

    def path(self, name: str) -> str:
        """The same in the words of `taps`."""
        return "" if self.form == "tensor" else f".{name}"


@dataclass(frozen=True)
class _Sealed:
    """A constructor call that is known by its text."""

    text: str
    new: New = field(compare=False)


def encoder_of(title: str, new: New, samples: Samples) -> Encoder:
    """Build a network without weights and watch it run on inputs of these shapes, once for each call."""
    return _watched(title, _Sealed(repr(new), new), tuple(samples.items()))


@lru_cache(maxsize=64)
def _watched(
    title: str, sealed: _Sealed, samples: tuple[tuple[str, tuple[tuple[int, ...], str]], ...]
) -> Encoder:
    import torch

    from builder.weightless.answers import Answers
    from builder.weightless.running import twin

    module = twin(Recipe(module=sealed.new))
    assert module is not None
    found: list[Any] = []

    def run(module: torch.nn.Module) -> None:
        inputs = {
            name: torch.zeros(shape, dtype=getattr(torch, dtype), device="meta")
            for name, (shape, dtype) in samples
        }
        with torch.no_grad(), Answers():
            found.append(module(**inputs))

    inside = Inside.of(module, run)
    form, named = _opened(found[0])
    gives = {name: value.ndim for name, value in named.items() if isinstance(value, torch.Tensor)}
    return Encoder(title, inside, gives, form, frozenset(signature(module.forward).parameters))


def _opened(result: Any) -> tuple[str, Mapping[str, Any]]:
    """The form of a network's result, and what it holds by name."""
    if isinstance(result, Mapping):
        return ("dict" if type(result) in (dict, OrderedDict) else "object"), result
    if isinstance(result, (list, tuple)):
        return "list", {str(place): value for place, value in enumerate(result)} | {"-1": result[-1]}
    return "tensor", {"": result}


def typed(site: Site, encoder: Encoder) -> str:
    """How a text encoder is called beyond its ids and mask: with the types of the tokens, where they are connected.

    Raises:
        Refused: the network does not tell two texts apart, or the types have another form than the ids.
    """
    if not site.has("types"):
        return ""
    types = site.spec("types").need("types", "B × T")
    whole(site, "types")
    if "token_type_ids" not in encoder.takes:
        raise refuse(
            "no_types",
            f"{encoder.title} does not tell a first text from a second one.",
            port="types",
            expected="no wire at types, or a network such as bert",
            got="token types",
            next="Remove the wire at types; the network finds the border by its own separator.",
        )
    if types.shape != site.spec("ids").shape:
        raise refuse(
            "mask_form",
            "The types say of each token which text it belongs to, so that they have the shape of the token ids.",
            port="types",
            expected=site.spec("ids").text,
            got=types.text,
            next="Connect the types of the same text input.",
        )
    return ", token_type_ids={types}"


def text_arguments(site: Site) -> str:
    """How a text encoder is called.

    Raises:
        Refused: no token ids arrive, or the mask has another form.
    """
    _tokens_at(site)
    return "{ids}, attention_mask={mask}" if site.has("mask") else "{ids}"


def encoded(
    site: Site, encoder: Encoder, new: New, given: str, *, fields: Mapping[str, str] = FIELDS, note: str = ""
) -> Recipe:
    """The recipe of a network that returns named things: called plainly, or up to its taps.

    Raises:
        Refused: an output is wanted that there is not.
    """
    wanted = site.wanted or tuple(fields)[:1]
    taps = tuple(port for port in wanted if port not in fields)
    for port in wanted:
        if port in taps:
            encoder.inside.need(port, encoder.title)
        else:
            _need(port, fields[port], encoder)
    if not taps:
        outputs = {
            port: "{result}" + encoder.part(fields[port]) + _flat(port, fields, encoder) for port in wanted
        }
        return Recipe(f"{{module}}({given})", new, outputs, note=note)
    paths = tuple(encoder.path(fields[port]) if port in fields else port for port in wanted)
    cuts = len(taps) == len(wanted) and encoder.title not in NEED_ALL
    behind = encoder.inside.behind(encoder.inside.last(paths)) if cuts else ()
    written = ", ".join(f'"{path}"' for path in paths) + ("," if len(paths) == 1 else "")
    return Recipe(
        f"taps({{module}}, ({written}), {given})",
        replace(new, then=(*new.then, *cut(behind))),
        {
            port: f"{{result}}[{place}]" + (_flat(port, fields, encoder) if port in fields else "")
            for place, port in enumerate(wanted)
        },
        uses=("blocks.modules.taps.taps",),
        note=note,
    )


def _flat(port: str, fields: Mapping[str, str], encoder: Encoder) -> str:
    """What makes tokens, or a pooled vector, of a result that is a map."""
    on_map = encoder.gives[fields[port]] == 4
    return {"pooled": ".flatten(1)", "tokens": ".flatten(2).transpose(1, 2)"}.get(port, "") if on_map else ""


_ADVICE = {
    "map": "Take the output tokens, and turn them into a map with a block for that.",
    "pooled": "Pool the tokens with a masked mean, or take the CLS token.",
}


def _need(port: str, name: str, encoder: Encoder) -> None:
    """Refuse an output that the network does not give, or not in this form."""
    rank = encoder.gives.get(name)
    if rank is not None and (port != "map" or rank == 4):
        return
    lacks = {"map": "works on tokens, and has no feature map.", "pooled": "has no pooling layer of its own."}
    raise refuse(
        "no_map" if port == "map" else "no_pooled" if port == "pooled" else "no_such_output",
        f"{encoder.title} {lacks.get(port, 'has no such output.')}",
        port=port,
        expected="another output of this block",
        got=port,
        next=_ADVICE.get(port, "Take another output, or choose another network."),
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
