"""Weights of one's own: a safetensors file that fills a network."""

import os

from safetensors.torch import load_file
from torch import nn


def load_own(model: nn.Module, name: str, cut: tuple[str, ...] = ()) -> None:
    """Fill a network from a safetensors file, in the folder that NETGRAFT_WEIGHTS names or else in this one.

    Every tensor has to be there, by its name and shape; one that two names share, once. What lies at the paths that
    were cut off is left out.
    """
    stored = load_file(os.path.join(os.environ.get("NETGRAFT_WEIGHTS", ""), name))
    gone = tuple(f"{path}." for path in cut)
    kept = {key: tensor for key, tensor in stored.items() if not key.startswith(gone)}
    differing = model.load_state_dict(kept, strict=False)
    shared = dict(model.named_parameters(remove_duplicate=False))
    filled = {id(parameter) for key, parameter in shared.items() if key in kept}
    missing = [key for key in differing.missing_keys if id(shared.get(key)) not in filled]
    if missing or differing.unexpected_keys:
        raise KeyError(f"{name} lacks {missing} and has {differing.unexpected_keys} besides.")
