"""A few networks of `tests.tables.exactness`: what is predicted without values is what a real run gives."""

import pytest

from tests.tables.exactness import NETWORKS, compare


def test_the_table_holds_enough_networks() -> None:
    assert len(NETWORKS) >= 15


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["resnet18", "vit", "bert", "t5", "sage", "lstm and attention"])
def test_every_output_is_as_predicted(name: str) -> None:
    compared, different = compare(name)
    assert compared >= 40
    assert different == 0
