"""A run that is ready: everything that can be done for it before its first step, and before anybody asks for that."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic, process_time
from typing import TYPE_CHECKING, Any

from builder.data import Dataset
from builder.documents.document import Document
from builder.fitting.feature_store import FeatureStore
from builder.fitting.in_stages import Made
from builder.fitting.randomness import seeded
from builder.fitting.running import Run
from builder.fitting.settings import Settings, settings_of
from builder.fitting.setup import dataset_of, run_of
from builder.fitting.trimming import trim
from builder.planning.plan_cache import Cache
from builder.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Generator

    from accelerate import Accelerator

Event = dict[str, Any]


@dataclass(frozen=True)
class Ready:
    """A run with its data read, its network built and frozen parts digested. Nothing of it is written anywhere."""

    run: Run
    settings: Settings
    accelerator: "Accelerator"
    made: Made
    """Builds the run of a stage, with the same data on the same device."""
    seconds: float
    cpu: float
    """How long it took, by the clock and in time of the processor."""


def ready_run(document: Document, **given: Any) -> Ready:
    """Get a run ready without telling anybody about it; takes what `getting_ready` takes.

    What is tried on the first rows before features are kept, with the weights packed for it, is done as well.

    Raises:
        DocumentError, Refused: what `fit` would tell as a problem.
    """
    began, cpu = monotonic(), process_time()
    steps = getting_ready(document, **given)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            ready: Ready = end.value
            break
    if not ready.settings.training.stages:
        _try_ahead(ready.run)
    return replace(ready, seconds=monotonic() - began, cpu=process_time() - cpu)


def _try_ahead(run: Run) -> None:
    """Try what the first epoch would, as it would; the random state is left as it was."""
    with seeded(run.seed, run.network.device):
        run.network.module.train()
        trim(run.network, run.features.feed, run.dataset.rows)
        run.features.try_ahead(run.first_rows, run.key)


def getting_ready(
    document: Document,
    registry: Registry | None = None,
    *,
    data: Dataset | None = None,
    settings: Mapping[str, Any] | None = None,
    device: str = "auto",
    features: str | Path | None = None,
    cache: Cache | None = None,
) -> "Generator[Event, None, Ready]":
    """Tell what is done for a run before its first step, and return it when it is ready; see `fit`.

    The global random state is left as it was, so that the numbers of a run do not depend on when it was made ready.

    Raises:
        DocumentError: the document is not sound.
        Refused: settings, data, targets, freezing or device do not fit together.
    """
    began, cpu = monotonic(), process_time()
    wanted = settings_of(document, settings)
    yield said("Reading the data.")
    dataset = dataset_of(wanted, data)
    yield said("Building the network.")
    store = FeatureStore(Path(features)) if features else None
    run, accelerator = run_of(document, registry, dataset, wanted, device, store=store, cache=cache)

    def made(part: Document, own: Any) -> Run:
        return run_of(part, registry, dataset, Settings(own), device)[0]

    return Ready(run, wanted, accelerator, made, monotonic() - began, process_time() - cpu)


def said(text: str) -> Event:
    """What is being done before the first step, as an event."""
    return {"event": "preparing", "said": text}
