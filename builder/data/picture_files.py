"""Pictures that stay in their files: each is decoded when it is asked for, in threads of its own."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any, final

import numpy as np

from builder.data.picture import check_picture, file_bytes, held, read_picture
from builder.data.scratch import Scratch
from builder.data.stored import Array, Stored

Read = Callable[[Path, str], bytes]
"""Gives the bytes of a file, which problems call by a name."""
THREADS = 8
"""So many pictures are decoded at once at most; it is never more than the machine has cores."""


@final
class PictureFiles(Stored):
    """The pictures of some files, uint8 [n, side, side, 3], in the order of the files.

    What `ahead` names is decoded while the caller does something else; the last two batches that were named stay in
    memory. With a scratch file a picture is decoded once, and read from there when it is asked for again.
    """

    def __init__(
        self,
        files: Sequence[Path],
        names: Sequence[str],
        side: int,
        *,
        read: Read = file_bytes,
        scratch: Scratch | None = None,
    ) -> None:
        self._files, self._names, self._side, self._read = tuple(files), tuple(names), side, read
        self._scratch = scratch
        self._threads = threads()
        self._coming: dict[int, Future[Array]] = {}
        self._most = 0
        self._digest = ""

    def __len__(self) -> int:
        return len(self._files)

    def __getitem__(self, rows: Any) -> Array:
        if np.ndim(rows) == 0:
            return self._fetched(int(rows))
        asked = np.asarray(rows).tolist()
        coming = [self._coming.get(row) or self._threads.submit(self._fetched, row) for row in asked]
        found = np.empty((len(asked), self._side, self._side, 3), dtype=np.uint8)
        for place, picture in enumerate(coming):
            found[place] = picture.result()
        return found

    def ahead(self, rows: Any) -> None:
        asked = np.asarray(rows).tolist()
        self._most = max(self._most, 2 * len(asked))
        for row in asked:
            if row not in self._coming:
                self._coming[row] = self._threads.submit(self._fetched, row)
        while len(self._coming) > self._most:
            self._coming.pop(next(iter(self._coming))).cancel()

    def checked(self) -> Iterator[int]:
        """Look at each file without decoding it, and give how many were looked at; the digest is known afterwards.

        Raises:
            Refused: a file is no picture, or is too large; the problem names it.
        """
        from PIL import Image

        Image.init()  # before several threads ask for it
        digest = sha256(f"{self._side}".encode())
        for done, found in enumerate(self._threads.map(self._looked_at, range(len(self))), start=1):
            digest.update(found)
            yield done
        self._digest = digest.hexdigest()

    @property
    def digest(self) -> str:
        """A digest of the files' bytes and of the size at which they are held."""
        if not self._digest:
            for _ in self.checked():
                pass
        return self._digest

    def _looked_at(self, row: int) -> bytes:
        data = self._read(self._files[row], self._names[row])
        check_picture(data, self._names[row])
        return sha256(data).digest()

    def _fetched(self, row: int) -> Array:
        """One picture, from the scratch file or decoded."""
        if self._scratch and (kept := self._scratch.get(row)) is not None:
            return kept
        name = self._names[row]
        made = held(read_picture(self._read(self._files[row], name), name=name), self._side)
        if self._scratch:
            self._scratch.put(row, made)
        return made


def threads() -> ThreadPoolExecutor:
    """A few threads that decode pictures, which the interpreter's lock lets run side by side."""
    return ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1), thread_name_prefix="pictures")
