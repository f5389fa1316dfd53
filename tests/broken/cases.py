"""Every broken document by name, with the node and the code that a person is to be told."""

from tests.broken import insides, meetings, names, results, settings, shapes, silent, trained, values, wires
from tests.broken.changes import Case

CASES: dict[str, Case] = {
    name: case
    for family in (shapes, settings, meetings, values, wires, names, insides, results, trained, silent)
    for name, case in family.cases()
}
