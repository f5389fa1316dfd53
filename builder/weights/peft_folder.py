"""Adapters of peft: a folder's LoRA as edits beside the layers that it names, with its weights; and ours as a folder.

A folder holds `adapter_config.json` and `adapter_model.safetensors`. Peft itself is not needed.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.documents.document import Document
from builder.documents.editing import add_edit
from builder.problem import refuse

if TYPE_CHECKING:
    from torch import Tensor, nn

_CONFIG, _WEIGHTS = "adapter_config.json", "adapter_model.safetensors"
_BEFORE = "base_model.model."
_HALVES = {"lora_A.weight": "down.weight", "lora_B.weight": "up.weight"}
_OURS = ("LowRank", "LowRankConv")
"""The classes of our LoRA, which exported files hold too."""
_PLAIN = (
    "use_dora",
    "use_rslora",
    "fan_in_fan_out",
    "modules_to_save",
    "rank_pattern",
    "alpha_pattern",
    "use_qalora",
)
"""What a folder must leave alone: our LoRA is the plain one, of one rank."""


def add_peft(document: Document, node: str, folder: str | Path) -> Document:
    """Put a LoRA beside every layer of a node's network that a folder of peft has weights for.

    The edits begin untrained, as all do; `load_peft` fills them in the live network.

    Raises:
        Refused: the folder holds no plain LoRA.
    """
    config = _config(folder)
    params = {
        "rank": config["r"],
        "alpha": float(config["lora_alpha"]),
        "dropout": config.get("lora_dropout", 0.0),
    }
    for path in _paths(_weights(folder)):
        document = add_edit(document, node, "wrap", path, "lora", **params)
    return document


def load_peft(network: "nn.Module", folder: str | Path) -> None:
    """Fill the LoRAs inside a network, such as ``module.backbone``, from a folder. Nothing is changed unless all fits.

    Raises:
        Refused: the folder holds no plain LoRA, or one that this network does not have.
    """
    _config(folder)
    state = network.state_dict()
    found = {_ours(name): tensor for name, tensor in _weights(folder).items()}
    for name, tensor in found.items():
        if name not in state or state[name].shape != tensor.shape:
            there = f"{tuple(state[name].shape)}" if name in state else "no such tensor"
            raise _refused(
                f"{name} of the folder does not fit this network.", str(tuple(tensor.shape)), there
            )
    network.load_state_dict(found, strict=False)


def save_peft(network: "nn.Module", folder: str | Path) -> None:
    """Write every LoRA inside a network as a folder that peft reads: they must be of one rank and one alpha.

    Raises:
        Refused: there is none inside, or they differ.
    """
    from safetensors.torch import save_file

    inside: dict[str, Any] = {
        path.removesuffix(".inserted"): module
        for path, module in network.named_modules()
        if type(module).__name__ in _OURS and path.endswith(".inserted")
    }
    forms = {(module.down.weight.shape[0], module.scale, module.dropout.p) for module in inside.values()}
    if len(forms) != 1:
        said = "There is no LoRA beside a layer inside this network." if not forms else "These LoRAs differ."
        raise _refused(said, "LoRAs of one rank, alpha and dropout", f"{len(forms)} forms")
    rank, scale, dropout = forms.pop()
    tensors = {
        f"{_BEFORE}{path}.{theirs}": module.get_parameter(ours).detach().cpu().contiguous()
        for path, module in inside.items()
        for theirs, ours in _HALVES.items()
    }
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    config = {
        "peft_type": "LORA",
        "r": rank,
        "lora_alpha": scale * rank,
        "lora_dropout": dropout,
        "bias": "none",
    }
    (place / _CONFIG).write_text(
        json.dumps(config | {"target_modules": sorted(inside)}, indent=2), encoding="utf-8"
    )
    save_file(tensors, place / _WEIGHTS, metadata={"format": "pt"})


def _config(folder: str | Path) -> dict[str, Any]:
    """A folder's settings.

    Raises:
        Refused: there are none, or they ask for more than a plain LoRA.
    """
    try:
        config: dict[str, Any] = json.loads((Path(folder) / _CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _refused(
            f"There is no readable {_CONFIG} in this folder.", _CONFIG, "none that can be read"
        ) from error
    asked = [name for name in _PLAIN if config.get(name)]
    if config.get("peft_type") != "LORA" or config.get("bias", "none") != "none" or asked:
        got = ", ".join(asked) or f"{config.get('peft_type')} with bias {config.get('bias')}"
        raise _refused(
            "This folder holds another adapter than a plain LoRA.", "LORA of one rank, without bias", got
        )
    return config


def _weights(folder: str | Path) -> "Mapping[str, Tensor]":
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        found: Mapping[str, Tensor] = load_file(Path(folder) / _WEIGHTS)
    except (SafetensorError, OSError, ValueError) as error:
        raise _refused(
            f"There is no readable {_WEIGHTS} in this folder.", _WEIGHTS, "none that can be read"
        ) from error
    strange = [name for name in found if not name.startswith(_BEFORE) or _half(name) is None]
    if strange:
        raise _refused(f"{strange[0][:100]} is not a part of a LoRA.", "lora_A and lora_B", strange[0][:100])
    return found


def _half(name: str) -> str | None:
    return next((half for half in _HALVES if name.endswith(f".{half}")), None)


def _paths(weights: "Mapping[str, Tensor]") -> list[str]:
    """The paths of the layers that a folder has weights for, in its order."""
    ends = [name.removeprefix(_BEFORE).rpartition(".lora_")[0] for name in weights]
    return list(dict.fromkeys(ends))


def _ours(name: str) -> str:
    half = _half(name)
    assert half is not None
    return f"{name.removeprefix(_BEFORE).removesuffix(half)}inserted.{_HALVES[half]}"


def _refused(said: str, expected: str, got: str) -> Exception:
    return refuse(
        "peft_folder",
        said,
        expected=expected,
        got=got,
        next="Choose a folder that peft's save_pretrained wrote for a plain LoRA on this network.",
    )
