"""The kinds of jobs that Netgraft has: training, and trying what was trained."""

from builder.jobs.kind import Kind
from builder.jobs.training import prepare, train
from builder.jobs.trying import infer

KINDS = {
    "train": Kind(work=train, slot="training", seconds=6 * 3600, yielding=True, prepare=prepare),
    "infer": Kind(work=infer, slot="inference", seconds=180, kept=20, passing=True, stays=600),
}
