"""A small picture of one colour, as a file."""

from pathlib import Path

from PIL import Image


def picture(path: Path, color: str = "red", size: tuple[int, int] = (20, 12)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, color).save(path)
    return path
