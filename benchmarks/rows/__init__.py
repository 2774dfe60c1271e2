"""The benchmarks, one file each, in the order of the tables."""
