"""Small pieces of the page as HTML. Every text that could come from a person is escaped here."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any


def problem_card(problem: Mapping[str, Any]) -> str:
    """One problem: what and why, expected against got, what to do next, and the raw text one click away."""
    place = ".".join(
        str(part) for part in (problem.get("node"), problem.get("port") or problem.get("param")) if part
    )
    lines = [f'<div class="problem is-{escape(str(problem.get("severity", "error")))}" role="alert">']
    lines.append(f"<h3>{escape(str(problem.get('title') or 'This did not work'))}{_place(place)}</h3>")
    lines.append(f"<p>{escape(str(problem['said']))}</p>")
    if problem.get("expected") or problem.get("got"):
        lines.append(
            f"<dl><dt>expected</dt><dd>{escape(str(problem.get('expected') or 'nothing'))}</dd>"
            f"<dt>got</dt><dd>{escape(str(problem.get('got') or 'nothing'))}</dd></dl>"
        )
    if problem.get("next"):
        lines.append(f'<p class="next">{escape(str(problem["next"]))}</p>')
    if problem.get("node"):
        lines.append(f'<p class="quiet">It is changed on the Build tab{_at(problem)}.</p>')
    if problem.get("details"):
        lines.append(
            f"<details><summary>Raw message</summary><pre>{escape(str(problem['details']))}</pre></details>"
        )
    return "".join([*lines, "</div>"])


def problem_cards(problems: Iterable[Mapping[str, Any]], *, most: int = 5) -> str:
    """The first few problems, and how many more there are."""
    rows = list(problems)
    more = f'<p class="quiet">and {len(rows) - most} more</p>' if len(rows) > most else ""
    return "".join(problem_card(row) for row in rows[:most]) + more


def message(title: str, said: str) -> str:
    """A quiet message where there is nothing to show yet: what this place is for, and how to fill it."""
    return f'<div class="empty"><h3>{escape(title)}</h3><p>{escape(said)}</p></div>'


def table(
    head: Iterable[str], rows: Iterable[Iterable[str]], *, numbers: frozenset[int] = frozenset()
) -> str:
    """A table of texts; the columns in `numbers` are set flush right."""

    def cells(tag: str, texts: Iterable[str]) -> str:
        return "".join(
            f"<{tag}{' class=number' if place in numbers else ''}>{escape(text)}</{tag}>"
            for place, text in enumerate(texts)
        )

    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    return f'<div class="table"><table><thead><tr>{cells("th", head)}</tr></thead><tbody>{body}</tbody></table></div>'


def _at(problem: Mapping[str, Any]) -> str:
    """Where on the Build tab: the block, and the field of it where one is known."""
    field = (
        f", in its field <em>{escape(str(problem['param']).replace('_', ' '))}</em>"
        if problem.get("param")
        else ""
    )
    return f": select <code>{escape(str(problem['node']))}</code>{field}"


def _place(place: str) -> str:
    return f" <code>{escape(place)}</code>" if place else ""
