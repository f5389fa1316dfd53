"""A look at a data set: a few samples, how often each class occurs, and how it is split."""

import base64
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from builder.data import Dataset

THUMBNAIL = 56
SHOWN_CLASSES = 12


def preview(dataset: "Dataset") -> str:
    """The data set as HTML: samples, the count of each class, the split and its notes."""
    samples = dataset.preview(12)
    images = [name for name, column in dataset.columns.items() if column.kind == "image"]
    shown = _pictures(samples, images[0], dataset) if images else _rows(samples, dataset)
    notes = "".join(f"<p class='quiet'>{escape(note)}</p>" for note in dataset.notes)
    return f'<div class="preview">{_split(dataset)}{shown}{_classes(dataset)}{notes}</div>'


def data_uri(pixels: Any, side: int | None = None) -> str:
    """Pixels (uint8, H × W × 3) or a Pillow image as a PNG inside an address; small pictures keep their pixels."""
    from PIL import Image

    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    if side:
        smooth = Image.Resampling.LANCZOS if image.width > side else Image.Resampling.NEAREST
        image = image.resize((side, round(side * image.height / image.width)), smooth)
    with BytesIO() as file:
        image.save(file, "PNG")
        return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def _split(dataset: "Dataset") -> str:
    train, test = len(dataset.train), len(dataset.test)
    share = 100 * train / max(train + test, 1)
    return (
        f'<div class="split"><div class="split-bar"><i style="width:{share:.1f}%"></i></div>'
        f"<p><span class='key is-test'>{train:,} to learn from</span>"
        f"<span class='key is-train'>{test:,} held out</span></p></div>"
    )


def _pictures(samples: list[dict[str, Any]], name: str, dataset: "Dataset") -> str:
    figures = "".join(
        f'<figure><img alt="" src="{data_uri(sample[name], THUMBNAIL)}">'
        f"<figcaption>{escape(str(sample.get(dataset.label, '')))}</figcaption></figure>"
        for sample in samples
    )
    return f'<div class="thumbnails">{figures}</div>'


def _rows(samples: list[dict[str, Any]], dataset: "Dataset") -> str:
    if dataset.is_graph:
        return ""
    shown = [(str(sample.get(dataset.label, "")), _content(sample, dataset)) for sample in samples[:5]]
    items = "".join(
        f"<tr><td>{escape(content)}</td><td class=number>{escape(label)}</td></tr>"
        for label, content in shown
    )
    return f'<div class="table"><table><tbody>{items}</tbody></table></div>'


def _content(sample: dict[str, Any], dataset: "Dataset") -> str:
    for name, column in dataset.columns.items():
        if column.kind == "text":
            return str(sample[name])[:120]
        if column.kind == "vector":
            pairs = zip(column.names or map(str, range(len(sample[name]))), sample[name], strict=False)
            return ", ".join(f"{key} {value:.2g}" for key, value in list(pairs)[:4]) + ", …"
    return ""


def _classes(dataset: "Dataset") -> str:
    if dataset.columns[dataset.label].kind != "label":
        return f'<p class="quiet">The value to predict is {escape(dataset.label)}.</p>'
    counts = dataset.class_counts(dataset.label)
    most = max((counts["train"][name] + counts["test"][name] for name in counts["train"]), default=1)
    rows = [
        f"<tr><th>{escape(name)}</th><td><div class='count'>"
        f"<i style='width:{100 * counts['train'][name] / most:.1f}%'></i>"
        f"<i style='width:{100 * counts['test'][name] / most:.1f}%'></i></div></td>"
        f"<td class=number>{counts['train'][name]} + {counts['test'][name]}</td></tr>"
        for name in list(counts["train"])[:SHOWN_CLASSES]
    ]
    more = len(counts["train"]) - SHOWN_CLASSES
    rest = f'<p class="quiet">and {more} more classes</p>' if more > 0 else ""
    return f'<table class="classes"><tbody>{"".join(rows)}</tbody></table>{rest}'
