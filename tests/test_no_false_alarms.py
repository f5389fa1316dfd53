"""Nothing is said of what is sound: the examples, the documents that broken ones are made from, and generated ones."""

from collections.abc import Callable

import pytest

from builder import Document
from builder.linting import lint
from builder.planning.plan_cache import Cache
from builder.planning.planning import plan
from tests.broken.sound import SOUND, generated

CACHE = Cache()
SEEDS = 64


def said(document: Document) -> list[str]:
    planned = plan(document, cache=CACHE)
    return [str(problem) for problem in (*planned.problems, *lint(planned)) if problem.severity != "note"]


@pytest.mark.parametrize("make", SOUND, ids=lambda make: make.__name__)
def test_a_sound_document(make: Callable[[], Document]) -> None:
    assert said(make()) == []


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_generated_document(seed: int) -> None:
    assert said(generated(seed)) == []


def test_the_generated_documents_differ() -> None:
    texts = {str(generated(seed).to_json()) for seed in range(SEEDS)}
    blocks = {node.block for seed in range(SEEDS) for node in generated(seed).nodes}
    assert len(texts) == SEEDS
    assert len(blocks) >= 30
