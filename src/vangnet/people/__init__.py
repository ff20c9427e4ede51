"""Who is it about?

A person as the Dutch register would deliver them: partial dates, prefixes, aliases, a secret address, a place of stay beside the registered
address. A person is a cluster of source records; signals are laid beside a person only after a named human says yes.
"""
