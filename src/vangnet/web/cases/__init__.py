"""Casussen: the list, one case with its plan, people, timeline and readers, and everything people write in it."""
