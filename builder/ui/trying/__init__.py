"""The Try it tab: a trained run, a sample, and what it says."""
