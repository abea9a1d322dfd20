"""Benchmarks of Kannat: ratios between two ways of doing the same work, measured in one run on one machine."""
