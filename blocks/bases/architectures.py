"""Architectures of transformers that can be built from a few numbers, and how each one calls these numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from blocks.bases.hub import pinned
from builder.param import Integer, Param, Text
from builder.problem import refuse
from builder.recipe import New

_BERT = {
    "hidden_size": "hidden_size",
    "layers": "num_hidden_layers",
    "heads": "num_attention_heads",
    "intermediate": "intermediate_size",
    "vocabulary": "vocab_size",
}
_DISTILBERT = {
    "hidden_size": "dim",
    "layers": "n_layers",
    "heads": "n_heads",
    "intermediate": "hidden_dim",
    "vocabulary": "vocab_size",
}
_VISION = {name: word for name, word in _BERT.items() if name != "vocabulary"} | {"patch": "patch_size"}


@dataclass(frozen=True)
class Architecture:
    """An architecture: its configuration's class, our words -> its words for the numbers, and two usual numbers."""

    path: str
    words: Mapping[str, str]
    hidden_size: int = 768
    heads: int = 12


TEXT = {
    "bert": Architecture("transformers.BertConfig", _BERT),
    "roberta": Architecture("transformers.RobertaConfig", _BERT),
    "distilbert": Architecture("transformers.DistilBertConfig", _DISTILBERT),
    "electra": Architecture("transformers.ElectraConfig", _BERT, hidden_size=256, heads=4),
    "mpnet": Architecture("transformers.MPNetConfig", _BERT),
}
IMAGES = {
    "vit": Architecture("transformers.ViTConfig", _VISION),
    "deit": Architecture("transformers.DeiTConfig", _VISION),
}


def size_params() -> dict[str, Param]:
    """The numbers that an architecture is built from; each may be left to the architecture's own default."""
    return {
        "hidden_size": Integer(sentence="Width of each token's vector.", optional=True, maximum=8192),
        "layers": Integer(sentence="How many layers.", optional=True, maximum=96),
        "heads": Integer(
            sentence="How many attentions work in parallel in each layer.", optional=True, maximum=128
        ),
        "intermediate": Integer(
            sentence="Width inside each layer's feed-forward part.", optional=True, maximum=32768
        ),
    }


def hub_params() -> dict[str, Param]:
    """Where pre-trained weights are taken from."""
    return {
        "name": Text(
            sentence="A network's name on the hub; empty builds the architecture untrained.", default=""
        ),
        "revision": Text(sentence="The commit of a hub network, so that it never changes.", default=""),
    }


def configured(architecture: Architecture, params: Mapping[str, Any], **more: Any) -> New:
    """The constructor call of an untrained network with these numbers.

    Raises:
        Refused: the heads do not share the width evenly.
    """
    hidden, heads = params["hidden_size"] or architecture.hidden_size, params["heads"] or architecture.heads
    if hidden % heads:
        raise refuse(
            "heads",
            f"The heads share the width between them, and {hidden} is not a multiple of {heads}.",
            param="hidden_size" if params["hidden_size"] else "heads",
            expected=f"a multiple of {heads}",
            got=str(hidden),
            next="Set hidden_size to a multiple of heads.",
        )
    chosen = {word: params[name] for name, word in architecture.words.items() if params.get(name) is not None}
    return New("transformers.AutoModel.from_config", args=(New(architecture.path, kwargs=chosen | more),))


def from_hub(name: str, revision: str) -> New:
    """The constructor call of a pre-trained network of the hub: safetensors only, and no code from there.

    Raises:
        Refused: the name is none of the hub, or the revision is no commit.
    """
    pinned(name, revision, param="name", otherwise="clear name to build the architecture untrained")
    config = New(
        "transformers.AutoConfig.from_pretrained", (name,), {"revision": revision, "trust_remote_code": False}
    )
    return New(
        "transformers.AutoModel.from_pretrained",
        (name,),
        {"revision": revision, "trust_remote_code": False, "use_safetensors": True},
        shape_path="transformers.AutoModel.from_config",
        shape_args=(config,),
        shape_kwargs={},
    )
