"""The first look at a network may come from several threads at once, before anything was imported."""

import subprocess
import sys

SCRIPT = """
from threading import Thread
from builder import Document, add, connect, default_registry, plan

document = add(add(Document(), "text_input", "text"), "transformers_encoder", "net", hidden_size=32, layers=1, heads=4)
document = connect(connect(document, "text.ids", "net.ids"), "text.mask", "net.mask")
document = connect(add(document, "value_output", "value"), "net.tokens", "value.x")
default_registry()
found = []
threads = [Thread(target=lambda: found.append(plan(document).problems)) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print([problem.details or problem.said for problems in found for problem in problems], len(found))
"""


def test_four_threads_may_ask_for_transformers_first() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] 4"
