"""Packages that a block needs and that Netgraft does not bring along unless asked."""

from importlib.util import find_spec

from builder.problem import refuse


def has_extra(package: str) -> bool:
    """Whether a package that does not come along is installed here."""
    return find_spec(package) is not None


def need_extra(package: str, extra: str) -> None:
    """Refuse a block whose package is not installed here, and say how it is.

    Raises:
        Refused: the package is not there.
    """
    if not has_extra(package):
        raise refuse(
            "missing_package",
            f"This block needs the package {package}, which is not installed here.",
            expected=f"the package {package}",
            got="no such package",
            next=f"Install it with: uv sync --extra {extra}, or pip install {package}; then start Netgraft again.",
        )
