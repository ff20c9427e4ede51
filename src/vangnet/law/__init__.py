"""Law as data: norms, one file a statute, and one pure function that answers "may this be shared?".

The story in five modules: `vocabulary` holds the closed lists, `loader` turns norm files into a checked and frozen
`NormSet`, `question` reads what is asked, `decide` answers it with a `Verdict`, `explain` says why in plain Dutch.
`replay` gives the same answer again years later. No Django, no clock, no network; a new statute is a change of rows.
"""
