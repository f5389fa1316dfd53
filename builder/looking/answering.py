"""Looks as a standing worker answers them: it keeps the plans and the networks of the latest questions."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

MOST_THREADS = 2


def prepare() -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """What answers questions in a worker: one memory of plans and networks for all of them."""
    import torch

    from builder.data import sent_picture
    from builder.documents.reading import loads
    from builder.looking.network import Networks
    from builder.looking.seeing import see
    from builder.planning.plan_cache import Cache
    from builder.planning.planning import plan
    from builder.registry import default_registry

    torch.set_num_threads(MOST_THREADS)
    registry, cache, networks = default_registry(), Cache(), Networks()

    def answer(question: Mapping[str, Any]) -> dict[str, Any]:
        """The values on the wire ``place`` of a ``document`` (text) for a ``sample``, with the weights of a ``run``.

        A ``way`` leads into the groups that are open.

        Raises:
            Refused: the sample cannot be used.
            DocumentError: the document cannot be run up to there.
        """
        planned = plan(loads(question["document"]), registry, cache=cache)
        run = Path(question["run"]) if question.get("run") else None
        sample = dict(question["sample"])
        if isinstance(sample.get("image"), str):
            sample["image"] = sent_picture(sample["image"])
        return see(planned, question["place"], sample, networks, run, way=question.get("way", ()))[1]

    return answer
