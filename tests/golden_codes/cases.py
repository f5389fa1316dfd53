"""The cases of all parts in one table."""

from tests.golden_codes import data, jobs, lessons, networks, serving, training, weights
from tests.golden_codes.form import Case

PARTS = tuple(part.CASES for part in (data, jobs, lessons, networks, serving, training, weights))
CASES: dict[str, Case] = {code: case for part in PARTS for code, case in part.items()}
