"""Somebody else's decision point: we ask, and whatever goes wrong is a deny with its reason."""
