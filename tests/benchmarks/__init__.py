"""Benchmarks: Netgraft beside what people would use instead, by ``python -m tests.benchmarks``. Never run by pytest."""
