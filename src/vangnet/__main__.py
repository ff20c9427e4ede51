"""`python -m vangnet` is the `vangnet` command."""

from vangnet.cli import main

main()
