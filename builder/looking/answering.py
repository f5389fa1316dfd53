"""Looks as a standing worker answers them: it keeps the plans and the networks of the latest questions."""

import base64
import binascii
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from builder.problem import refuse

MOST_THREADS = 2


def prepare() -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """What answers questions in a worker: one memory of plans and networks for all of them."""
    import torch

    from builder.looking.network import Networks
    from builder.looking.seeing import see
    from builder.plan_cache import Cache
    from builder.planning import plan
    from builder.reading import loads
    from builder.registry import default_registry

    torch.set_num_threads(MOST_THREADS)
    registry, cache, networks = default_registry(), Cache(), Networks()

    def answer(question: Mapping[str, Any]) -> dict[str, Any]:
        """The values on the wire ``place`` of a ``document`` (text) for a ``sample``, with the weights of a ``run``.

        Raises:
            Refused: the sample cannot be used.
            DocumentError: the document cannot be run up to there.
        """
        planned = plan(loads(question["document"]), registry, cache=cache)
        run = Path(question["run"]) if question.get("run") else None
        return see(planned, question["place"], _sample(question["sample"]), networks, run)[1]

    return answer


def _sample(sample: Mapping[str, Any]) -> dict[str, Any]:
    """The sample with its picture decoded; here and not in the server, since decoding is where image files bite."""
    from builder.data import read_picture

    found = dict(sample)
    if isinstance(found.get("image"), str):
        try:
            found["image"] = read_picture(base64.b64decode(found["image"], validate=True))
        except binascii.Error:
            raise refuse(
                "image",
                "The picture did not arrive as it was sent.",
                expected="an image file in base64",
                got="a text that is not base64",
                next="Choose the picture again.",
            ) from None
    return found
