"""What a person's own files may be, at most; see Safety in the README."""

MAX_PIXELS = 16_000_000
MAX_IMAGE_BYTES = 10_000_000
MAX_ZIP_BYTES = 2_000_000_000
MAX_ZIP_RATIO = 100
MAX_FILES = 50_000
MAX_ZIP_DIRECTORY = 10_000_000
"""Bytes of a zip file's list of files: the whole list is read at once, before anything in it can be counted."""
MAX_HELD = 10_000
"""How many images are held in memory at most. Of a library's or the hub's data set so many are taken, evenly; of one's
own, more stay in their files."""
MAX_CSV_BYTES = 100_000_000
MAX_CSV_ROWS = 200_000
MAX_CSV_COLUMNS = 2_000
MAX_CSV_CELLS = 20_000_000
SIDE = 224
"""Images are cut to a square and held at this size."""
EXTENSIONS = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff")
