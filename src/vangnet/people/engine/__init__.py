"""The linkage engine: which records may be about one person, how much speaks for it, and why. Pure.

One list of comparisons (`comparisons`) and one list of blocking keys (`keys`) serve both ways in: whole files in DuckDB with
Splink (`batch`), and one record against candidates in plain Python (`score`), with the same weights. It never decides: it
proposes pairs, and says in words why (`explain`).
"""
