"""From a document and settings to a run: the data, the live network on its device, targets and optimiser."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from builder.data import Dataset, load, load_own
from builder.documents.document import Document
from builder.fitting.acting import acting_for
from builder.fitting.crew import alone, crew_of
from builder.fitting.device import accelerator_for
from builder.fitting.feature_store import FeatureStore
from builder.fitting.feed import Feed
from builder.fitting.keeping import Features
from builder.fitting.network import network_of
from builder.fitting.once import fitted_of, release
from builder.fitting.optimiser import factors_of, optimiser_for
from builder.fitting.proof import Digests, digests
from builder.fitting.running import Run
from builder.fitting.settings import Settings
from builder.fitting.targets import targets_of
from builder.inferring.routing import Routed
from builder.planning.budget import afford
from builder.planning.plan_cache import Cache
from builder.planning.planning import plan
from builder.planning.staging import stages_of, training_problems
from builder.problem import DocumentError
from builder.registry import Registry
from builder.writing.compile import module_of
from builder.writing.places import added_of, frozen_of

if TYPE_CHECKING:
    from accelerate import Accelerator


def dataset_of(settings: Settings, data: Dataset | None) -> Dataset:
    """The data of a run, cut to the number of samples that is asked for.

    A digest that was taken before is forgotten, since values may have been changed in place between two runs.

    Raises:
        Refused: there is no such data set, or a file of one's own cannot be used.
    """
    if data is None:
        data = load_own(settings.own) if settings.own else load(settings.training.data)
    return replace(data, fingerprints={}).limited(settings.training.samples)


def run_of(
    document: Document,
    registry: Registry | None,
    dataset: Dataset,
    settings: Settings,
    device: str,
    *,
    store: FeatureStore | None = None,
    cache: Cache | None = None,
) -> "tuple[Run, Accelerator]":
    """Build everything that a run needs; nodes that `cache` knows are not planned again.

    Raises:
        DocumentError: the document is not sound.
        Refused: data, targets, freezing or device do not fit together.
    """
    training = settings.training.model_copy(
        update={"data": document.training.data if document.training else ""}
    )
    planned = plan(document.model_copy(update={"training": training}), registry, cache=cache)
    if not planned.sound:
        raise DocumentError(tuple(problem for problem in planned.problems if problem.severity == "error"))
    if faults := training_problems(planned):
        raise DocumentError(faults)
    afford(planned, training=True, batch=settings.training.batch)
    targets = targets_of(planned, dataset)
    feed = Feed(planned, dataset)
    accelerator = accelerator_for(device)
    crew = crew_of(accelerator)
    with ThreadPoolExecutor(1) as aside:
        if store and any(node.frozen for node in planned.nodes.values()):
            aside.submit(dataset.fingerprint)  # the key of kept features asks for it next
        network = network_of(planned, module_of(planned), accelerator)
    fitted = fitted_of(network)
    release(network, fitted)
    training = settings.training
    acting = acting_for(dataset, targets, network, training)
    if dataset.is_graph:
        alone(crew, "its data is one graph, and that is one batch")
    if fitted or acting:
        alone(crew, "a part of it learns from all rows at once, or by acting")
    run = Run(
        network=network,
        dataset=dataset,
        targets=targets,
        features=Features(
            network, feed, training.batch, dataset.is_graph, store=store if crew.size == 1 else None
        ),
        routed=Routed(planned, network.module),
        optimiser=optimiser_for(network.module, training, factors_of(planned, training), fitted=bool(fitted)),
        fitted=fitted,
        training=training,
        acting=acting,
        crew=crew,
    )
    run.held = digests_of(run)
    run.network = run.taken_apart(network)
    run.features = run.features.at(run.network)
    return run, accelerator


def digests_of(run: Run, joined: tuple[str, ...] = ()) -> Digests:
    """The digests of what is frozen; what has joined counts no more."""
    planned = run.network.planned
    return digests(run.network.module, frozen_of(planned), (*added_of(planned), *joined))


def notes_of(run: Run) -> list[str]:
    """What should be said beside the result: random weights, how the data was prepared, unused places."""
    planned = run.network.planned
    notes = [f"{node}: {recipe.note}" for node, recipe in planned.recipes.items() if recipe.note]
    notes += [
        f"{target.node}: {target.width - len(target.classes)} of {target.width} places stand for no class of the data"
        for target in run.targets
        if target.is_class and target.width > max(len(target.classes), 1)
    ]
    notes += [f"{stage.said}: {stage.parameters:,} more parameters" for stage in stages_of(planned)]
    notes += [
        f"{stage.title or 'a stage'}: {stage.epochs or run.training.epochs} epochs, learning {', '.join(stage.learns)}"
        for stage in run.training.stages
    ]
    columns = run.features.feed.columns
    notes += [f"{node}: {note}" for node, name in columns.items() if (note := run.dataset.columns[name].note)]
    return notes + list(run.dataset.notes)
