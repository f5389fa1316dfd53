"""The Train tab: the form of a run, the run as it goes, and its result."""
