"""Somebody else's system asks: may this subject do this to that? AuthZEN 1.0, with the additions of the Dutch profile.

`service` turns one HTTP request into one answer and one decision record; it knows neither Django nor a network. It
asks a `Decider` (see `ports`): Vangnet's own, or the one in `attribute_rules` that reads a file. `views` and `wsgi` are
the two thin ways in. A deny is an answer (200); only a request that cannot be read, or a part that fails, is an error.
"""
