"""The made-up country: 31 regions full of people who do not exist, the same for the same seed, size and day.

`shapes` draws what a case is like and `script` reads the written ones; `casework`, `planning` and `signals` turn that into rows;
`sights` adds who may see what; `loading` writes it all. Nothing here reads a clock, and only `loading` knows the database.
"""
