"""A wire that leads back and took the place of another: the fix feeds its end from what that left loose."""

from builder import connect, disconnect, load, plan, repair
from builder.documents.examples import example_path
from builder.fixes import with_fixes


def test_the_node_that_lost_its_wire_is_fed_again() -> None:
    whole = load(str(example_path("s01")))
    wrong = connect(disconnect(whole, "fuse.y", "scale.x"), "relu.y", "scale.x")
    problem = next(one for one in with_fixes(plan(wrong)).problems if one.code == "cycle")
    fix = problem.fixes[0]
    assert fix.title.endswith("from Side by side (B × 522)")
    mended = plan(repair(wrong, fix.changes))
    assert mended.sound
    assert mended.specs == plan(whole).specs
