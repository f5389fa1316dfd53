"""What an owner asks for: a payload, and the files of that owner that it may name."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.jobs.ledger import Ledger
from builder.problem import refuse


@dataclass(frozen=True)
class Asked:
    """The payload of a job that may not be there yet, with what its owner left and brought before."""

    owner: str
    payload: Mapping[str, Any]
    ledger: Ledger

    def earlier_folder(self, job: str) -> Path:
        """The folder of an earlier job of the same owner, whatever it left there.

        Raises:
            Refused: this owner has no such job.
        """
        return self.ledger.store.run_folder(self.ledger.get(self.owner, job)["id"])

    def run_folder(self, job: str) -> Path:
        """The folder of an earlier job of the same owner.

        Raises:
            Refused: this owner has no such job, or it left no model.
        """
        folder = self.earlier_folder(job)
        if not (folder / "model.safetensors").is_file():
            raise refuse(
                "no_model",
                "This run left no trained model.",
                expected="a run that finished",
                got=f"run {job}",
                next="Train it first, or choose another run.",
            )
        return folder

    def own_file(self, name: str) -> Path:
        """A file that the owner brought, by its plain name.

        Raises:
            Refused: the owner has no such file.
        """
        folder = self.ledger.store.uploads(self.owner)
        if name not in {entry.name for entry in folder.iterdir()}:
            raise refuse(
                "unknown_upload",
                f"There is no file {name[:80]!r} among your own data.",
                expected="a file that you have brought",
                got=name[:80],
                next="Bring the file again.",
            )
        return folder / name
