"""The GPU benchmark runs on what there is: every network in every way, through the app's own fit."""

import pytest

from builder.planning.planning import plan
from tests.benchmarks import gpu
from tests.benchmarks.gpu_cases import LARGE, SMALL, WAYS, Case, document


def test_its_small_setting_fills_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    gpu.main(["--small", "--device", "cpu", "--epochs", "2", "--no-compile"])
    lines = [line.split("|")[1:-1] for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    found = {(line[0].strip(), line[1].strip(), line[2].strip()) for line in lines[1:]}
    assert found == {
        (case.title, way, who) for case in SMALL for way in WAYS for who in ("Netgraft", "by hand")
    }
    assert all(float(line[5].replace(",", "")) > 0 for line in lines[1:])


def test_a_full_pass_counts_more_operations_than_a_head() -> None:
    case = SMALL[0]
    counts = [gpu.flops(case, way) for way in WAYS]
    assert counts == sorted(counts)
    assert counts[0] < counts[1] < counts[2]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("case", LARGE, ids=[case.title for case in LARGE])
def test_the_large_documents_are_sound(case: Case, way: str) -> None:
    assert plan(document(case, way)).sound
