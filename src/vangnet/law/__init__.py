"""The law as data, dated: which norm allows what, and how that is explained. Pure."""
