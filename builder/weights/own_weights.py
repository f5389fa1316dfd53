"""A person's own weights: safetensors files in one folder, compared by name and shape before anything is read."""

import os
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from builder.documents.document import Document
from builder.documents.editing import set_param
from builder.problem import Refused, refuse
from builder.store import data_folder

if TYPE_CHECKING:
    from torch import nn

FOLDER = "NETGRAFT_WEIGHTS"
MAX_TENSORS = 10_000
NAMED = 5
"""So many names of each kind are said; the details hold more."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.safetensors")

Sizes = Mapping[str, tuple[int, ...]]


def weights_folder() -> Path:
    """The folder in NETGRAFT_WEIGHTS, or else one in the data folder; generated source looks into the same."""
    return Path(os.environ.setdefault(FOLDER, str(data_folder() / "weights")))


def keep_weights(path: str | Path) -> str:
    """Copy a safetensors file into the folder of weights, and return the name by which a document calls it.

    The name holds a digest of what is in the file, so that nobody finds a file who does not have it.

    Raises:
        Refused: it is no safetensors file, or holds too many tensors.
    """
    source = Path(path)
    sizes_in(source)
    stem = re.sub(r"[^A-Za-z0-9_-]+", "_", source.stem).strip("_-")[:60] or "weights"
    name = f"{stem}-{sha256(source.read_bytes()).hexdigest()[:16]}.safetensors"
    folder = weights_folder()
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / name).is_file():
        part = folder / f"{secrets.token_hex(8)}.part"
        shutil.copyfile(source, part)
        part.replace(folder / name)  # whole or not at all, also for who reads it at this moment
    return name


def use_weights(document: Document, node: str, path: str | Path) -> Document:
    """Let a backbone begin with the weights of a safetensors file; a copy of it is kept for later runs.

    Raises:
        Refused: it is no safetensors file. Whether it fits the network, the plan says.
    """
    return set_param(document, node, "file", keep_weights(path))


def located(name: str) -> Path:
    """The file of this name in the folder of weights.

    Raises:
        Refused: this is no name of a file, or there is none of this name.
    """
    path = weights_folder() / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise _refused(
            f"There is no weights file {name[:100]!r} here.",
            expected="the name of a file that was uploaded, or given to use_weights",
            got=name[:100] or "nothing",
            next="Upload the .safetensors file first, or clear file to begin with random weights.",
        )
    return path


def sizes_in(path: Path) -> Sizes:
    """The shape of each tensor in a safetensors file, from its header alone.

    Raises:
        Refused: it is no safetensors file, or holds too many tensors.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="pt") as stored:
            names = list(stored.keys())
            if len(names) <= MAX_TENSORS:
                return {name: tuple(stored.get_slice(name).get_shape()) for name in names}
    except (SafetensorError, OSError, ValueError) as error:
        raise _refused(
            f"{path.name[:100]!r} is not a readable safetensors file.",
            expected="a .safetensors file",
            got="a damaged file, or another format",
            next="Save the weights with safetensors.torch.save_file; a pickle could run code.",
            details=f"{type(error).__name__}: {error}",
        ) from error
    raise _refused(
        "The file holds too many tensors.",
        expected=f"at most {MAX_TENSORS:,}",
        got=f"{len(names):,}",
        next="Choose a file with the weights of one network.",
    )


@dataclass(frozen=True)
class Comparison:
    """How a file differs from a network: tensors that are missing, unexpected, or of another shape."""

    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    other: tuple[str, ...]

    @property
    def fits(self) -> bool:
        return not (self.missing or self.unexpected or self.other)


def compared(name: str, module: "nn.Module", cut: tuple[str, ...]) -> None:
    """Refuse a file that does not fill a network exactly, apart from what was cut off; every difference is named.

    Raises:
        Refused: there is no such file, or names or shapes differ, or a value is not finite.
    """
    path = located(name)
    gone = tuple(f"{place}." for place in cut)
    found = {key: size for key, size in sizes_in(path).items() if not key.startswith(gone)}
    wanted = {key: tuple(tensor.shape) for key, tensor in module.state_dict().items()}
    spared = _spared(module, found)
    differing = Comparison(
        tuple(key for key in wanted if key not in found and key not in spared),
        tuple(key for key in found if key not in wanted),
        tuple(
            f"{key} ({_text(found[key])} in the file, {_text(size)} in the network)"
            for key, size in wanted.items()
            if key in found and found[key] != size
        ),
    )
    if not differing.fits:
        held = sum(found.get(key) == size for key, size in wanted.items())
        raise _differs(name, differing, len(wanted), held)
    _finite(path)


def _spared(module: "nn.Module", found: Sizes) -> set[str]:
    """Names that a file may lack: of tensors that it holds under another name, and of counters of batches."""
    shared = dict(module.named_parameters(remove_duplicate=False))
    there = {id(parameter) for name, parameter in shared.items() if name in found}
    counters = {name for name, _ in module.named_buffers() if name.endswith("num_batches_tracked")}
    return {name for name, parameter in shared.items() if id(parameter) in there} | counters


def _differs(name: str, differing: Comparison, wanted: int, held: int) -> Refused:
    kinds = {
        "missing in the file": differing.missing,
        "not in the network": differing.unexpected,
        "of another shape": differing.other,
    }
    said = "; ".join(f"{len(names)} {kind}: {_few(names)}" for kind, names in kinds.items() if names)
    return _refused(
        f"{name} does not fit this network: {said}.",
        expected=f"the {wanted} tensors of this network",
        got=f"{held} of them",
        next="Choose the network that the file was trained with, or another file.",
        details="\n".join(f"{kind}: {', '.join(names)}" for kind, names in kinds.items() if names)[:20_000],
    )


def _finite(path: Path) -> None:
    from safetensors import safe_open

    with safe_open(path, framework="pt") as stored:
        for name in stored.keys():  # noqa: SIM118 - it is no mapping
            tensor = stored.get_tensor(name)
            if tensor.is_floating_point() and not bool(tensor.isfinite().all()):
                raise _refused(
                    f"The tensor {name!r} holds values that are not finite.",
                    expected="finite numbers",
                    got="NaN or infinity",
                    next="Choose weights from before the training went wrong.",
                )


def _few(names: tuple[str, ...]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _text(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "one number"


def _refused(said: str, *, expected: str, got: str, next: str, details: str = "") -> Refused:
    return refuse("own_weights", said, param="file", expected=expected, got=got, next=next, details=details)
