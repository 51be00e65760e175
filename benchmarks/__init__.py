"""Measures pages beside their floors: `make bench`, explained in docs/performance.md."""
