"""Proof of freezing: a digest of every frozen parameter and buffer, before training and after."""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor, nn

Digests = Mapping[str, str]
THREADS = 4
"""Tensors that are digested beside each other at most."""


@dataclass(frozen=True)
class Proof:
    """How many tensors were frozen, and the names of those that changed all the same."""

    tensors: int
    changed: tuple[str, ...]
    unfrozen: tuple[str, ...] = ()
    """What was frozen at first and learned later, such as ``backbone.layer4 from epoch 5``."""

    @property
    def said(self) -> str:
        later = f"; learned later: {', '.join(self.unfrozen)}" if self.unfrozen else ""
        if not self.tensors:
            return ("nothing was frozen over the whole run" if later else "nothing was frozen") + later
        names = ", ".join(self.changed[:3]) + (", …" if len(self.changed) > 3 else "")
        return (
            f"{len(self.changed)} of {self.tensors} frozen tensors changed"
            + (f": {names}" if names else "")
            + later
        )

    def to_json(self) -> dict[str, Any]:
        return {"tensors": self.tensors, "changed": list(self.changed), "said": self.said} | (
            {"unfrozen": list(self.unfrozen)} if self.unfrozen else {}
        )


def digests(module: "nn.Module", frozen: Sequence[str], added: Sequence[str] = ()) -> Digests:
    """The SHA-256 of every tensor of the state dict that lies at or under one of these module paths.

    What edits added inside a frozen part is trained, and left out.
    """
    from builder.surgery.survey import is_free

    state, paths, new = module.state_dict(), tuple(frozen), tuple(added)
    held = {name: tensor for name, tensor in state.items() if not is_free(name, paths, new)}
    with ThreadPoolExecutor(min(os.cpu_count() or 1, THREADS)) as threads:
        return dict(zip(held, threads.map(digest, held.values()), strict=True))


def digest(tensor: "Tensor") -> str:
    """The SHA-256 of a tensor's shape, type and values, whatever its device and its layout in memory."""
    import torch

    plain = tensor.detach().cpu().contiguous()
    head = f"{plain.dtype}{tuple(plain.shape)}".encode()
    found = sha256(head)
    values: Any = plain.reshape(-1).view(torch.uint8).numpy()
    found.update(values)
    return found.hexdigest()


def compare(before: Digests, after: Digests) -> Proof:
    """What became of the frozen tensors; one that is missing afterwards counts as changed."""
    return Proof(len(before), tuple(name for name, value in before.items() if after.get(name) != value))
