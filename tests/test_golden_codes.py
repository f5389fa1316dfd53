"""What a person reads of a code that broken documents do not bring about, as golden texts.

`pytest --renew-golden` writes them anew; every one is to be read as the student would.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.golden_codes.cases import CASES
from tests.test_broken_documents import read


@pytest.mark.parametrize("code", CASES)
def test_what_a_person_reads_of_a_code(code: str, tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    problem = CASES[code](tmp_path)
    assert problem.code == code
    golden(f"codes/{code}", read(problem))
