"""The pictures of some files: all of them in memory where they have room there, else in their files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from builder.data.dataset import Array
from builder.data.picture import file_bytes, held, read_picture
from builder.data.picture_files import PictureFiles, Read, threads
from builder.data.room import room_for_pictures, scratch_folder
from builder.data.scratch import Scratch
from builder.planning.budget import in_words

Report = Callable[[str], None]
STEP = 100
"""After so many files it is told how far the reading is."""


@dataclass(frozen=True)
class Reading:
    """How files are read: what is told of it, how much memory they may take, and where their bytes are later on.

    A picture that is decoded late is read by `read`, which may know another place than the file that was listed.
    """

    report: Report = lambda said: None
    room: int = field(default_factory=room_for_pictures)
    read: Read = file_bytes
    folder: Path = field(default_factory=scratch_folder)
    """Where decoded pictures may be kept that memory has no room for."""


def pictures_of_files(
    files: Sequence[Path], names: Sequence[str], side: int, how: Reading
) -> tuple[Array | PictureFiles, str]:
    """The pictures as uint8 [n, side, side, 3], and a sentence that says where they are and why.

    Raises:
        Refused: a file is no picture, or is too large; the problem calls it by its name.
    """
    size = len(files) * side * side * 3
    if size <= how.room:
        return _in_memory(files, names, side, how), f"All {len(files):,} pictures fit into memory."
    scratch = Scratch.of(how.folder, len(files), (side, side, 3))
    found = PictureFiles(files, names, side, read=how.read, scratch=scratch)
    for done in found.checked():
        if done % STEP == 1:
            how.report(f"looking at pictures: {done - 1} of {len(files)}")
    said = f"{len(files):,} pictures need {in_words(size)}, and {in_words(how.room)} of memory are set aside for them"
    kept = (
        "then kept on the disk until the run ends"
        if scratch
        else "again in each epoch, since the disk has no room to keep it"
    )
    return found, f"{said}: each is read while the network learns, and {kept}."


def _in_memory(files: Sequence[Path], names: Sequence[str], side: int, how: Reading) -> Array:
    from PIL import Image

    def decoded(place: int) -> Array:
        return held(read_picture(files[place], name=names[place]), side)

    Image.init()  # before several threads ask for it
    found = np.empty((len(files), side, side, 3), dtype=np.uint8)
    with threads() as several:
        for place, picture in enumerate(several.map(decoded, range(len(files)))):
            if place % STEP == 0:
                how.report(f"reading pictures: {place} of {len(files)}")
            found[place] = picture
    return found
