"""A trained network read back from a run's folder, with what its inputs and outputs mean."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.data.dataset import Array
from builder.documents.document import Document
from builder.documents.reading import from_json
from builder.planning.planned import Plan
from builder.planning.planning import plan
from builder.problem import Refused, refuse
from builder.registry import Registry

if TYPE_CHECKING:
    from torch import nn

MAX_RECORD = 20_000_000


@dataclass(frozen=True)
class Trained:
    """A network in evaluation mode; `record` is the run's own (see `builder.fitting.record`).

    `fitted` are the arrays of the baselines that can answer again, by output and name.
    """

    planned: Plan
    module: "nn.Module"
    record: Mapping[str, Any]
    fitted: Mapping[str, Array] = field(default_factory=dict)

    def fitted_for(self, node: str) -> dict[str, Array]:
        """The arrays of one output's baseline, by name."""
        begins = f"{node}."
        return {name[len(begins) :]: value for name, value in self.fitted.items() if name.startswith(begins)}

    @classmethod
    def of(
        cls,
        document: Document,
        module: "nn.Module",
        classes: Mapping[str, Any],
        registry: Registry | None = None,
    ) -> "Trained":
        """A live network with the class names of its outputs: {output: [names]}."""
        outputs = {node: {"classes": list(names)} for node, names in classes.items()}
        data = document.training.data if document.training else ""
        return cls(plan(document, registry), module.eval(), {"data": data, "inputs": {}, "outputs": outputs})


def load_run(folder: str | Path, registry: Registry | None = None) -> Trained:
    """Read a run's folder: the record first, then the network it describes, then its weights.

    Raises:
        Refused: a file is missing or damaged, or the weights do not fit.
        DocumentError: the document in the record cannot be used.
    """
    from builder.weights.weights_file import load_weights
    from builder.writing.compile import module_of

    place = Path(folder)
    record = read_record(place)
    planned = plan(from_json(record["document"]), registry)
    module = module_of(planned)
    load_weights(module, place / "model.safetensors")
    return Trained(planned, module.eval(), record, _fitted(place / "baseline.safetensors"))


def _fitted(file: Path) -> dict[str, Array]:
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    if not file.exists():
        return {}
    try:
        return dict(load_file(file))
    except (SafetensorError, OSError, ValueError) as error:
        raise _damaged(f"{type(error).__name__}: {error}") from error


def read_record(folder: Path) -> dict[str, Any]:
    """The record of a run, read from its folder.

    Raises:
        Refused: there is none, or it is damaged.
    """
    return _record(folder / "run.json")


def _record(file: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > MAX_RECORD:
            raise ValueError("the file is too large")
        record = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise refuse(
            "run_folder",
            "There is no trained network here yet.",
            expected="a folder with run.json and model.safetensors",
            got="no run.json",
            next="Train the network first, to the end of its first epoch at least.",
        ) from None
    except (OSError, ValueError) as error:
        raise _damaged(str(error)) from error
    if not isinstance(record, dict) or not all(
        isinstance(record.get(key), dict) for key in ("document", "inputs", "outputs")
    ):
        raise _damaged("an entry is missing")
    return record


def _damaged(details: str) -> Refused:
    return refuse(
        "run_folder",
        "The record of this run is damaged.",
        expected="run.json as Netgraft writes it",
        got="something else",
        next="Train the network again.",
        details=details,
    )
