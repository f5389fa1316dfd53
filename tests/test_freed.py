"""What a batch frees is there for the next: the system is not asked for the same pages again."""

import platform
import subprocess
import sys

CODE = """
import resource, numpy
from builder.fitting.freed import keep_freed

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(10):
        numpy.ones(10_000_000)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

first, known = faults(), keep_freed()
faults()  # the block that stays from now on is asked for once
print(known, first, faults())
"""


def test_the_same_blocks_are_used_again() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    known, before, after = done.stdout.split()
    assert (known == "True") == (platform.libc_ver()[0] == "glibc")
    assert known == "False" or int(after) < int(before) / 4
