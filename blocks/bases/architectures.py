"""Architectures of transformers that can be built from a few numbers, and how each one calls these numbers."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from blocks.bases.hub import pinned
from blocks.bases.own_weights import file_param
from builder.param import Integer, Param, Text
from builder.problem import refuse
from builder.recipe import New
from builder.writing.build import resolve

WORDS = {
    "hidden_size": ("hidden_size", "n_embd", "d_model", "dim", "embed_dim", "hidden_sizes", "embedding_size"),
    "layers": (
        *("num_hidden_layers", "n_layer", "n_layers", "num_layers", "num_decoder_layers"),
        *("encoder_layers", "decoder_layers", "depths"),
    ),
    "heads": (
        *("num_attention_heads", "n_head", "n_heads", "num_heads"),
        *("encoder_attention_heads", "decoder_attention_heads"),
    ),
    "key_value_heads": ("num_key_value_heads",),
    "intermediate": (
        *("intermediate_size", "d_ff", "ffn_dim", "hidden_dim", "n_inner", "d_inner"),
        *("encoder_ffn_dim", "decoder_ffn_dim", "ffn_hidden_size"),
    ),
    "vocabulary": ("vocab_size",),
    "patch": ("patch_size",),
}
"""Our word -> what configurations call it. A configuration that knows several is told all of them."""

_ROWS = ("hidden_sizes", "embedding_size")
"""Names that mean a width only where a network is built of stages."""
_OWN_WIDTH = ("head_dim", "d_kv", "attention_head_size")


def size_params() -> dict[str, Param]:
    """The numbers that an architecture is built from; each may be left to the architecture's own default."""
    return {
        "hidden_size": Integer(
            sentence="Width of each token's vector; of the first stage in networks of stages.",
            optional=True,
            maximum=16_384,
        ),
        "layers": Integer(sentence="How many layers; in each stage, if any.", optional=True, maximum=160),
        "heads": Integer(
            sentence="How many attentions work in parallel in each layer.", optional=True, maximum=256
        ),
        "intermediate": Integer(
            sentence="Width inside each layer's feed-forward part.", optional=True, maximum=65_536
        ),
    }


def language_params() -> dict[str, Param]:
    """The further numbers of networks that read text."""
    return {
        "key_value_heads": Integer(
            sentence="How many keys and values the heads share between them, where the architecture shares.",
            optional=True,
            maximum=256,
        ),
        "vocabulary": Integer(
            sentence="How many different tokens there are.", optional=True, maximum=300_000
        ),
    }


def hub_params() -> dict[str, Param]:
    """Where pre-trained weights are taken from."""
    return {
        "name": Text(
            sentence="A network's name on the hub; empty builds the architecture untrained.", default=""
        ),
        "revision": Text(sentence="The commit of a hub network, so that it never changes.", default=""),
        **file_param(),
    }


@cache
def defaults(architecture: str) -> Mapping[str, Any]:
    """What an architecture's configuration holds where nothing is set."""
    known: dict[str, Any] = resolve("transformers.AutoConfig").for_model(architecture).to_dict()
    return known


def told(known: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """What a configuration that holds these defaults is told; a row of stages grows in proportion.

    Raises:
        Refused: the heads do not share the width evenly, or do not share the keys evenly.
    """
    chosen: dict[str, Any] = {}
    several = isinstance(known.get("hidden_sizes"), (list, tuple))
    for name, words in WORDS.items():
        if params.get(name) is None:
            continue
        for word in words:
            if word in known and (word not in _ROWS or several) and not isinstance(known[word], bool):
                chosen[word] = _in_proportion(params[name], known[word], steady=word == "depths")
    chosen |= _shared(known, chosen) | _head_width(known, chosen)
    _fits(dict(known) | chosen, params)
    return chosen


def configured(architecture: str, params: Mapping[str, Any], auto: str = "AutoModel", **more: Any) -> New:
    """The constructor call of an untrained network with these numbers."""
    if "use_cache" in defaults(architecture) and "is_decoder" not in defaults(architecture):
        more = dict(more, use_cache=False)
    kwargs = told(defaults(architecture), params) | more
    config = New("transformers.AutoConfig.for_model", (architecture,), kwargs)
    return New(f"transformers.{auto}.from_config", args=(config,))


def from_hub(name: str, revision: str, auto: str = "AutoModel") -> New:
    """The constructor call of a pre-trained network of the hub: safetensors only, and no code from there.

    Raises:
        Refused: the name is none of the hub, or the revision is no commit.
    """
    pinned(name, revision, param="name", otherwise="clear name to build the architecture untrained")
    config = New("blocks.bases.hub.hub_config", (name, revision))
    return New(
        f"transformers.{auto}.from_pretrained",
        (name,),
        {"revision": revision, "trust_remote_code": False, "use_safetensors": True},
        shape_path=f"transformers.{auto}.from_config",
        shape_args=(config,),
        shape_kwargs={},
    )


def _in_proportion(value: int, default: Any, *, steady: bool) -> Any:
    if not isinstance(default, (list, tuple)):
        return value
    return [value if steady else value * size // default[0] for size in default]


def _shared(known: Mapping[str, Any], chosen: Mapping[str, Any]) -> dict[str, int]:
    """How many keys the heads share where only the heads were chosen: as large a part as by default."""
    word, heads, usual = (
        "num_key_value_heads",
        chosen.get("num_attention_heads"),
        known.get("num_attention_heads"),
    )
    if word in chosen or not isinstance(heads, int) or not isinstance(usual, int):
        return {}
    shared = known.get(word)
    return {word: max(heads * shared // usual, 1)} if isinstance(shared, int) and shared else {}


def _head_width(known: Mapping[str, Any], chosen: Mapping[str, Any]) -> dict[str, int]:
    """How wide each head is, where a configuration leaves it open and computes with it all the same."""
    sizes = {**known, **chosen}
    hidden, heads = sizes.get("hidden_size"), sizes.get("num_attention_heads")
    if known.get("head_dim", 0) is not None or not isinstance(hidden, int) or not isinstance(heads, int):
        return {}
    return {} if hidden % heads else {"head_dim": hidden // heads}


def _fits(known: Mapping[str, Any], params: Mapping[str, Any]) -> None:
    hidden, heads = (
        next((known[word] for word in WORDS[name] if word in known), None)
        for name in ("hidden_size", "heads")
    )
    own = any(known.get(word) for word in _OWN_WIDTH)
    if isinstance(hidden, int) and isinstance(heads, int) and not own and hidden % heads:
        raise refuse(
            "heads",
            f"The heads share the width between them, and {hidden} is not a multiple of {heads}.",
            param="hidden_size" if params["hidden_size"] else "heads",
            expected=f"a multiple of {heads}",
            got=str(hidden),
            next="Set hidden_size to a multiple of heads.",
        )
    shared = known.get("num_key_value_heads")
    if isinstance(heads, int) and isinstance(shared, int) and shared and heads % shared:
        raise refuse(
            "heads",
            f"Each key is shared by as many heads, and {heads} is not a multiple of {shared}.",
            param="key_value_heads" if params.get("key_value_heads") else "heads",
            expected=f"a multiple of {shared}",
            got=str(heads),
            next="Set key_value_heads to a number that divides heads.",
        )
