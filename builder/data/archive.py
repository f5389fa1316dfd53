"""A zip file unpacked into a folder, within limits that are checked before and while bytes are written."""

import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from threading import Lock
from zipfile import BadZipFile, ZipFile, ZipInfo

from builder.data.limits import MAX_FILES, MAX_IMAGE_BYTES, MAX_ZIP_BYTES, MAX_ZIP_DIRECTORY, MAX_ZIP_RATIO
from builder.problem import Refused, refuse

_CHUNK = 1 << 20
_END, _END_LENGTH = b"PK\x05\x06", 22
"""How the record begins that ends a zip file and says where its list of files is, and its length."""
_LARGE, _LARGE_LENGTH = b"PK\x06\x07", 20
"""How what stands before that record begins where the list is of the kind for more than 65,535 files."""
_FAULTS = (
    BadZipFile,
    NotImplementedError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    zlib.error,
    LZMAError,
)
"""What damaged archives raise: each way of packing in its own words."""


def unpack(archive: str | Path, folder: str | Path) -> Path:
    """Unpack a zip file into an empty folder and return it.

    Raises:
        Refused: it is no zip file, is too large unpacked, or holds a link or a path that leads outside.
    """
    target = Path(folder)
    with opened(archive) as file:
        entries = [entry for entry in file.infolist() if not entry.is_dir() and not _clutter(entry.filename)]
        _check(entries)
        left = MAX_ZIP_BYTES
        for entry in entries:
            left = _write(file, entry, target, left)
    return target


class Packed:
    """Files of a zip that was unpacked, read from the zip itself, so that the unpacked ones need not stay."""

    def __init__(self, archive: Path, root: Path) -> None:
        self._archive, self._root = archive, root.resolve()
        self._file: ZipFile | None = None
        self._entries: dict[PurePosixPath, ZipInfo] = {}
        self._lock = Lock()

    def bytes_of(self, path: Path, name: str) -> bytes:
        """The bytes of the file that was unpacked to `path`, one byte more than a picture may have at most.

        Raises:
            Refused: the zip is not what it was; the problem calls the file by its name.
        """
        try:
            with self._lock, self._opened().open(self._entry(path)) as source:
                return source.read(MAX_IMAGE_BYTES + 1)
        except (*_FAULTS, KeyError) as error:
            raise _refused(
                f"{name!r} cannot be read from the zip file any more.",
                "the file as it was when the training began",
                "a file that has changed, or is gone",
                error,
            ) from error

    def _opened(self) -> ZipFile:
        """The zip, opened once and kept open, so that it can be read to the end of a run even if it is removed."""
        if self._file is None:
            self._file = ZipFile(self._archive)
            self._entries = {_placed(entry.filename): entry for entry in self._file.infolist()}
        return self._file

    def _entry(self, path: Path) -> ZipInfo:
        return self._entries[PurePosixPath(path.resolve().relative_to(self._root).as_posix())]


@contextmanager
def opened(archive: str | Path) -> Iterator[ZipFile]:
    """A zip file whose list of files was seen to be of a size that can be read.

    Raises:
        Refused: it is no zip file, lists too many files, or turns out to be damaged while it is open.
    """
    try:
        _check_directory(Path(archive))
        with ZipFile(archive) as file:
            yield file
    except _FAULTS as error:
        raise _refused(
            "This file cannot be unpacked.",
            "a zip file without a password",
            "something else, or a damaged file",
            error,
        ) from error


def _check_directory(archive: Path) -> None:
    """Refuse a list of files that is too long, from the record at the end that says how long it is."""
    with archive.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _END_LENGTH - _LARGE_LENGTH - 0xFFFF))
        tail = file.read()
    last = len(tail) - _END_LENGTH
    place = last if last >= 0 and tail.startswith(_END, last) else tail.rfind(_END)
    length = int.from_bytes(tail[place + 12 : place + 16], "little")
    large = place >= _LARGE_LENGTH and tail.startswith(_LARGE, place - _LARGE_LENGTH)
    if place >= 0 and (large or length > MAX_ZIP_DIRECTORY):
        raise _refused(
            "The zip file lists too many files.",
            f"at most {MAX_FILES:,} files",
            f"a list of {length:,} bytes",
        )


def _check(entries: list[ZipInfo]) -> None:
    if len(entries) > MAX_FILES:
        raise _refused(
            "The zip file holds too many files.", f"at most {MAX_FILES:,} files", f"{len(entries):,}"
        )
    total = sum(entry.file_size for entry in entries)
    if total > MAX_ZIP_BYTES:
        raise _refused("The zip file is too large unpacked.", "at most 2 GB", f"{total / 1e9:.1f} GB")
    packed = sum(entry.compress_size for entry in entries)
    if total > MAX_ZIP_RATIO * max(packed, 10_000):
        raise _refused(
            "The zip file unpacks to suspiciously much.",
            f"at most {MAX_ZIP_RATIO} times its size",
            f"{total / max(packed, 1):.0f} times",
        )
    for entry in entries:
        _check_path(entry)


def _check_path(entry: ZipInfo) -> None:
    name = entry.filename
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name:
        raise _refused(
            "The zip file holds a path that leads outside.", "paths inside the folder", repr(name)[:100]
        )
    mode = entry.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise _refused("The zip file holds a link or a device.", "files and folders only", repr(name)[:100])


def _write(file: ZipFile, entry: ZipInfo, target: Path, left: int) -> int:
    """Write one entry, trusting the bytes that come and not the size that the entry claims."""
    place = target / _placed(entry.filename)
    place.parent.mkdir(parents=True, exist_ok=True)
    with file.open(entry) as source, place.open("wb") as sink:
        while chunk := source.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise _refused("The zip file is too large unpacked.", "at most 2 GB", "more")
            sink.write(chunk)
    return left


def _placed(name: str) -> PurePosixPath:
    """Where an entry of this name is unpacked to, seen from the folder."""
    return PurePosixPath(name.replace("\\", "/"))


def _clutter(name: str) -> bool:
    """What file managers add to archives without being asked."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or parts[-1] in (".DS_Store", "Thumbs.db", "desktop.ini")


def _refused(said: str, expected: str, got: str, error: Exception | None = None) -> Refused:
    return refuse(
        "data_zip",
        said,
        expected=expected,
        got=got,
        next="Pack the folder of pictures again, one folder a class, without links.",
        details=f"{type(error).__name__}: {error}" if error else "",
    )
