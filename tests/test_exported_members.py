"""The public API is one sorted list, and every name in it exists."""

import builder

WANTED = {
    "Document", "Problem", "Registry", "check", "fit", "infer", "load", "plan", "save", "summary", "to_module",
    "to_source",
}  # fmt: skip


def test_all_is_sorted_and_complete() -> None:
    assert builder.__all__ == sorted(builder.__all__)
    assert set(builder.__all__) >= WANTED


def test_every_name_can_be_had_and_is_documented() -> None:
    for name in builder.__all__:
        assert getattr(builder, name).__doc__, name


def test_functions_are_not_shadowed_by_modules() -> None:
    for name in builder.__all__:
        assert callable(getattr(builder, name)), name


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(builder, "no_such_name")
