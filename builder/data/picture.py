"""One picture from a file or from bytes: checked against the limits before it is decoded, then plain RGB."""

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from builder.data.dataset import Array
from builder.data.limits import MAX_IMAGE_BYTES, MAX_PIXELS, SIDE
from builder.problem import Refused, refuse

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF")


def read_picture(source: str | Path | bytes, *, name: str = "") -> Any:
    """A Pillow image in RGB, turned as its camera meant it; of an animation, the first frame.

    Raises:
        Refused: the file is too large, has too many pixels, or is no picture; the problem names it.
    """
    from PIL import ImageOps

    shown = (name or (Path(source).name if isinstance(source, (str, Path)) else "the picture"))[:200]
    data = source if isinstance(source, bytes) else file_bytes(Path(source), shown)
    with _opened(data, shown) as image:
        return _rgb(ImageOps.exif_transpose(image))


def check_picture(data: bytes, name: str) -> None:
    """See from how a file begins that it is a picture within the limits; nothing is decoded.

    Raises:
        Refused: as for `read_picture`, which alone can tell whether the rest of the file is sound.
    """
    with _opened(data, name[:200]):
        pass


def file_bytes(path: Path, name: str) -> bytes:
    """The bytes of a picture's file, which problems call by this name.

    Raises:
        Refused: it cannot be read, or is too large.
    """
    try:
        size = path.stat().st_size
        if size > MAX_IMAGE_BYTES:
            raise _too_large(name, f"{size / 1e6:.1f} MB")
        return path.read_bytes()
    except OSError as error:
        raise refuse(
            "data_file",
            f"{name!r} cannot be read: {error.strerror or error}.",
            next="Check that the file is still there.",
        ) from error


@contextmanager
def _opened(data: bytes, shown: str) -> Iterator[Any]:
    """The Pillow image in these bytes, not decoded yet; what goes wrong with it inside is explained."""
    from PIL import Image, UnidentifiedImageError

    if len(data) > MAX_IMAGE_BYTES:
        raise _too_large(shown, f"{len(data) / 1e6:.1f} MB")
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise _too_large(shown, f"{width} × {height} pixels")
            yield image
    except Refused:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_large(shown, "far more pixels than that") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise refuse(
            "data_image",
            f"{shown!r} cannot be read as a picture.",
            expected="a PNG, JPEG, BMP, GIF, WebP or TIFF file",
            got="another format, or a damaged file",
            next="Remove this file, or save it again as PNG or JPEG.",
            details=f"{type(error).__name__}: {error}",
        ) from error


def sent_picture(text: str) -> Any:
    """The picture in a file that was sent as base64; see `read_picture`.

    To be called in a worker and not in the server, since decoding is where image files bite.

    Raises:
        Refused: the text is no base64, or what it holds is no picture that can be taken.
    """
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        raise refuse(
            "image",
            "The picture did not arrive as it was sent.",
            expected="an image file in base64",
            got="a text that is not base64",
            next="Choose the picture again.",
        ) from None
    return read_picture(data)


def held(image: Any, side: int = SIDE) -> Array:
    """The middle square of a Pillow image as uint8 [side, side, 3]."""
    from PIL import Image, ImageOps

    return np.asarray(ImageOps.fit(image, (side, side), Image.Resampling.BICUBIC), dtype=np.uint8)


def _rgb(image: Any) -> Any:
    """Eight bits a channel, three channels; sixteen-bit grey is scaled, what is transparent becomes white."""
    from PIL import Image

    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        grey = np.asarray(image, dtype=np.float64)
        top = max(float(grey.max()), 1.0)
        return Image.fromarray((grey.clip(0) * (255 / top)).astype(np.uint8)).convert("RGB")
    if "A" in image.getbands() or "transparency" in image.info:
        layer = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    return image.convert("RGB")


def _too_large(shown: str, got: str) -> Refused:
    return refuse(
        "data_image",
        f"{shown!r} is too large.",
        expected="at most 16 megapixels and 10 MB a picture",
        got=got,
        next="Make this picture smaller, or remove it.",
    )
