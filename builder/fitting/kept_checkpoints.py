"""The checkpoints that lie in a run's folder; listing them needs no torch."""

from pathlib import Path

FOLDER = "checkpoints"


def checkpoints(folder: str | Path) -> list[Path]:
    """The checkpoints of a run's folder, the newest first."""
    return sorted((Path(folder) / FOLDER).glob("*.safetensors"), reverse=True)


def forget(folder: str | Path) -> None:
    """Remove the checkpoints of a run that reached its end."""
    for file in checkpoints(folder):
        file.unlink(missing_ok=True)
