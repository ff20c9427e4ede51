"""Django's way into PostgreSQL, with two habits of our own; see ADR 0093."""
