"""A few backbones of each kind hold everything; the whole table is `python -m tests.tables.backbones`."""

import pytest

from tests.tables.cases import GROUPS
from tests.tables.proof import COLUMNS, Case, prove

CHOSEN = (
    *(
        "resnet18",
        "shufflenet_v2_x0_5",
        "lraspp_mobilenet_v3_large",
        "bert",
        "llama",
        "mamba",
        "llama (scores)",
    ),
    *("t5", "vit", "convnext", "hubert", "clip", "gat_stack", "sage_stack"),
)
CASES = [case for make in GROUPS.values() for case in make() if case.name in CHOSEN]


def test_each_chosen_name_is_a_case() -> None:
    assert sorted(case.name for case in CASES) == sorted(CHOSEN)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_backbone_opens_runs_and_is_edited_as_planned(case: Case) -> None:
    verdict = prove(case)
    assert verdict.failures == []
    assert tuple(verdict.held) == COLUMNS
    assert verdict.difference == 0.0
