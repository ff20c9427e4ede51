"""Screens of the law: every norm in plain words, with its article, whether somebody read it, and where it was used."""
