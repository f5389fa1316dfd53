"""Checkpoints to go on from: what has learned, the optimiser's state and the place in the run, in one file each.

A file is written whole or not at all, the newest three are kept, and one that is damaged gives way to the one
before it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.fitting.checkpoint import settle, space_for
from builder.fitting.kept_checkpoints import FOLDER, checkpoints
from builder.fitting.reached import Reached
from builder.fitting.running import Run
from builder.problem import refuse
from builder.surgery.survey import is_free
from builder.writing.places import added_of, frozen_of

if TYPE_CHECKING:
    import torch
    from torch import optim

    Tensors = dict[str, torch.Tensor]

KEPT = 3
VERSION = "1"


@dataclass(frozen=True)
class Checkpoint:
    """A place to go on from. `run` is the mark of the run that it belongs to."""

    run: str
    reached: Reached
    tensors: "Tensors"


def keep(folder: str | Path, run: Run, reached: Reached, mark: str) -> None:
    """Write a checkpoint and forget those before the newest three.

    Raises:
        Refused: the disk has no room for it; what was written before is still there.
    """
    from safetensors.torch import save_file

    place = Path(folder) / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    tensors = _learned(run) | _optimiser(run)
    space_for(place, sum(tensor.numel() * tensor.element_size() for tensor in tensors.values()))
    final = place / f"{reached.epoch:05d}-{reached.step:07d}.safetensors"
    draft = final.with_suffix(".part")
    told = {"version": VERSION, "run": mark, "reached": json.dumps(reached.to_json() | {"joined": run.epoch})}
    save_file(tensors, draft, metadata=told)
    settle(draft, final)
    for old in checkpoints(folder)[KEPT:]:
        old.unlink(missing_ok=True)


def latest(folder: str | Path) -> Checkpoint:
    """The newest checkpoint that can be read.

    Raises:
        Refused: there is none.
    """
    from safetensors import SafetensorError, safe_open

    for file in checkpoints(folder):
        try:
            with safe_open(file, framework="pt") as stored:
                told = stored.metadata() or {}
                if told.get("version") != VERSION:
                    continue
                tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118 - no mapping
            return Checkpoint(told["run"], Reached(**json.loads(told["reached"])), tensors)
        except (SafetensorError, OSError, ValueError, KeyError, TypeError):
            continue
    raise refuse(
        "no_checkpoint",
        "This run left no checkpoint to go on from.",
        expected="a run that was stopped or interrupted after it had begun to learn",
        got="no checkpoint",
        next="Start the training from the beginning.",
    )


def restore(run: Run, checkpoint: Checkpoint, mark: str) -> None:
    """Put weights and optimiser back to where they were; the run must have begun its epoch already.

    Raises:
        Refused: the checkpoint belongs to another run.
    """
    state = run.network.module.state_dict()
    module, optimiser = _parted(checkpoint.tensors)
    fits = set(module) == set(_learned(run, prefix="")) and all(
        tensor.shape == state[name].shape for name, tensor in module.items()
    )
    if checkpoint.run != mark or not fits:
        raise refuse(
            "other_run",
            "The checkpoint belongs to another run: the network, its settings or the data were others.",
            expected="the same document, settings and data",
            got="a checkpoint of another run",
            next="Undo the changes to go on with that run, or start from the beginning.",
        )
    run.network.module.load_state_dict(module, strict=False)
    if run.optimiser is not None:
        filled = run.optimiser.state_dict()
        filled["state"] = optimiser
        run.optimiser.load_state_dict(filled)
        _lay_out(run.optimiser)


def _lay_out(optimiser: "optim.Optimizer") -> None:
    """Lay what an optimiser keeps out in memory as its parameters are: a fused one goes through both side by side."""
    import torch

    for parameter, kept in optimiser.state.items():
        for name, value in kept.items():
            if isinstance(value, torch.Tensor) and value.shape == parameter.shape:
                kept[name] = torch.empty_like(parameter).copy_(value)


def mark_of(run: Run) -> str:
    """A digest of everything that makes a run what it is: document, settings and data.

    Its length counts only where the learning rate falls over it.
    """
    document = run.network.planned.document.to_json()
    document.pop("title", None)
    document.pop("notes", None)
    for node in document.get("nodes", []):
        node.pop("position", None)
        node.pop("label", None)
    free = {"data"} if run.training.falling else {"epochs", "data"}
    document["training"] = run.training.model_dump(mode="json", exclude=free)
    told = json.dumps(document, sort_keys=True) + run.dataset.fingerprint()
    return sha256(told.encode()).hexdigest()


def _learned(run: Run, prefix: str = "module.") -> "Tensors":
    """Every tensor that is not held: the others are rebuilt from the document."""
    planned, module = run.network.planned, run.network.module
    frozen, free = frozen_of(planned), (*added_of(planned), *getattr(module, "joined", ()))
    return {
        prefix + name: tensor.detach().cpu().contiguous().clone()
        for name, tensor in module.state_dict().items()
        if is_free(name, frozen, free)
    }


def _optimiser(run: Run) -> "Tensors":
    if run.optimiser is None:
        return {}
    state: Mapping[int, Mapping[str, Any]] = run.optimiser.state_dict()["state"]
    return {
        f"optimiser.{number}.{name}": value.detach().cpu().contiguous().clone()
        for number, values in state.items()
        for name, value in values.items()
        if value is not None
    }


def _parted(tensors: "Tensors") -> "tuple[Tensors, dict[int, Tensors]]":
    """The network's tensors by name, and the optimiser's by the number of the parameter."""
    module: Tensors = {}
    optimiser: dict[int, Tensors] = {}
    for name, tensor in tensors.items():
        kind, _, rest = name.partition(".")
        if kind == "module":
            module[rest] = tensor
        else:
            number, _, key = rest.partition(".")
            optimiser.setdefault(int(number), {})[key] = tensor
    return module, optimiser
