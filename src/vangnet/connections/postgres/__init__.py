"""A PostgreSQL of our own, for the demo and the tests; `DATABASE_URL` selects a real one instead.

`distribution` says where the programs are, `process` how one is started safely (never as root), and `server` keeps one
data folder: it makes it, starts it, recovers it after a hard stop, and lets a second command share it.
"""
