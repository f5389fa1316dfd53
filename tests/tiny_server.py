"""A server that starts one job that never ends, says its id and its worker's, and waits to be killed."""

import sys
import time

from builder.jobs import Supervisor
from builder.store import Store
from tests.tiny_jobs import KINDS

if __name__ == "__main__":
    jobs = Supervisor(Store.open(sys.argv[1]), kinds=KINDS, preload=())
    job = jobs.submit("ada", "ignore", {})
    events: list[dict[str, object]] = []
    while not any("pid" in event for event in events):
        events = jobs.wait("ada", job, 0.05).events
    print(job, events[-1]["pid"], flush=True)
    time.sleep(600)
