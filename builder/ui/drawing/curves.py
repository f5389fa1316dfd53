"""Curves as SVG, in the page's own colours: drawn on the server, so that nothing is fetched and nothing flickers."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import floor, isfinite, log10

WIDTH, HEIGHT = 460, 210
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 10, 26

Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A named row of points; `style` is train, test, step, other or level (a dashed horizontal line)."""

    name: str
    points: Sequence[Point]
    style: str


@dataclass(frozen=True)
class Frame:
    """The span of both axes."""

    right: float
    low: float
    high: float

    def x(self, value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * value / self.right

    def y(self, value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (self.high - value) / (self.high - self.low)


def chart(title: str, lines: Sequence[Line], *, epochs: int, share: bool = False) -> str:
    """A chart over the epochs. `share` values lie between 0 and 1 and are printed as percentages."""
    drawn = [line for line in lines if line.points]
    values = [y for line in drawn for _, y in line.points if isfinite(y)]
    if not values:
        return ""
    frame = Frame(max(epochs, 1), *_span(values, share))
    legend = "".join(
        f'<span class="key is-{line.style}">{escape(line.name)}</span>'
        for line in drawn
        if line.style != "step"
    )
    shapes = "".join(
        _line(line, frame, share) for line in sorted(drawn, key=lambda line: line.style != "step")
    )
    return (
        f'<figure class="chart"><figcaption><strong>{escape(title)}</strong>{legend}</figcaption>'
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f"{_grid(frame, share)}{shapes}</svg></figure>"
    )


def number(value: float, share: bool) -> str:
    """A value as people read it: a percentage, or three significant digits."""
    return f"{value:.1%}" if share else f"{value:.3g}"


def _span(values: Sequence[float], share: bool) -> tuple[float, float]:
    low, high = min(values), max(values)
    if share:
        return max(0.0, floor(low * 10 - 0.5) / 10), 1.0
    return 0.0 if low >= 0 else low * 1.05, high * 1.05 or 1.0


def _line(line: Line, frame: Frame, share: bool) -> str:
    points = [(frame.x(x), frame.y(y), x, y) for x, y in line.points if isfinite(y)]
    if not points:
        return ""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _, _ in points)
    shapes = f'<polyline class="is-{line.style}" points="{path}"/>'
    if line.style in ("step", "level"):
        return shapes
    shown = points if len(points) <= 40 else points[-1:]
    return shapes + "".join(
        f'<circle class="is-{line.style}" cx="{x:.1f}" cy="{y:.1f}" r="2.6">'
        f"<title>{escape(line.name)}, epoch {at:g}: {number(value, share)}</title></circle>"
        for x, y, at, value in shown
    )


def _grid(frame: Frame, share: bool) -> str:
    parts = []
    for value in _ticks(frame.low, frame.high):
        y = frame.y(value)
        text = f"{value:.0%}" if share else f"{value:g}"
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{LEFT - 7}" y="{y + 3.5:.1f}" text-anchor="end">{text}</text>')
    for value in _ticks(0, frame.right, whole=True):
        parts.append(f'<text x="{frame.x(value):.1f}" y="{HEIGHT - 8}" text-anchor="middle">{value:g}</text>')
    return f'<g class="grid">{"".join(parts)}</g>'


def _ticks(low: float, high: float, *, whole: bool = False) -> list[float]:
    """About four round values from low to high."""
    rough = (high - low) / 4
    size = 10.0 ** floor(log10(rough)) if rough > 0 else 1.0
    step = next((size * times for times in (1, 2, 5) if size * times >= rough * 0.99), size * 10)
    step = max(step, 1.0) if whole else step
    first = floor(low / step + 0.999999)
    return [round(place * step, 10) for place in range(first, floor(high / step + 1e-9) + 1)]
