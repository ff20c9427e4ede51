"""The parts of `make bench-linkage`: the plain recipe, our engine, the ceiling, and how they are counted."""
