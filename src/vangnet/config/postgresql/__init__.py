"""Django's way into PostgreSQL, with habits of our own; see ADR 0100."""
