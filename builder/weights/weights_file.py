"""Reading weights from a safetensors file: nothing in it can run, and nothing in it is believed unchecked."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.problem import Refused, refuse

if TYPE_CHECKING:
    from torch import nn

MAX_TENSORS = 10_000


def load_weights(module: "nn.Module", file: str | Path) -> None:
    """Fill every tensor of a network from a safetensors file; the network is unchanged unless all of it fits.

    Raises:
        Refused: the file is no safetensors file, names or shapes or types differ, or a value is not finite.
    """
    from safetensors import SafetensorError, safe_open

    path = Path(file)
    wanted = dict(module.state_dict())
    try:
        with safe_open(path, framework="pt") as stored:
            names = list(stored.keys())
            _check_names(names, wanted)
            found = {name: _tensor(stored, name, wanted[name]) for name in names}
    except (SafetensorError, OSError, ValueError) as error:
        raise _refused(
            f"{path.name!r} is not a readable safetensors file.",
            expected="a .safetensors file",
            got="a damaged file, or another format",
            details=f"{type(error).__name__}: {error}",
        ) from error
    module.load_state_dict(found)


def _check_names(names: list[str], wanted: Mapping[str, Any]) -> None:
    if len(names) > MAX_TENSORS:
        raise _refused(
            "The file holds too many tensors.", expected=f"at most {MAX_TENSORS:,}", got=f"{len(names):,}"
        )
    strange = sorted(set(names) - set(wanted))
    missing = sorted(set(wanted) - set(names))
    if strange:
        near = get_close_matches(strange[0], wanted, n=1)
        raise _refused(
            f"The file holds {len(strange)} tensors that this network does not have, such as {strange[0][:100]!r}.",
            expected=near[0] if near else f"the {len(wanted)} tensors of this network",
            got=strange[0][:100],
        )
    if missing:
        raise _refused(
            f"The file lacks {len(missing)} tensors of this network, such as {missing[0]!r}.",
            expected=missing[0],
            got=f"{len(names)} of {len(wanted)} tensors",
        )


def _tensor(stored: Any, name: str, like: Any) -> Any:
    """One tensor, read only after its shape was seen to fit."""
    shape = tuple(stored.get_slice(name).get_shape())
    if shape != tuple(like.shape):
        raise _refused(
            f"The tensor {name!r} has another shape than in this network.",
            expected=_shape(tuple(like.shape)),
            got=_shape(shape),
        )
    tensor = stored.get_tensor(name)
    if tensor.dtype != like.dtype:
        raise _refused(
            f"The tensor {name!r} holds another type of numbers than in this network.",
            expected=str(like.dtype),
            got=str(tensor.dtype),
        )
    if tensor.is_floating_point() and not bool(tensor.isfinite().all()):
        raise _refused(
            f"The tensor {name!r} holds values that are not finite.",
            expected="finite numbers",
            got="NaN or infinity",
        )
    return tensor


def _shape(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "one number"


def _refused(said: str, *, expected: str, got: str, details: str = "") -> Refused:
    return refuse(
        "weights_file",
        said,
        expected=expected,
        got=got,
        next="Choose the weights that were trained with this very network, or train it again.",
        details=details,
    )
