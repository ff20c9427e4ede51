"""What came in, and how heavy is it?

A signal lands at a desk (a meldpunt or a Zorg- en Veiligheidshuis), gets a moment by which it must be answered, is weighed by people on
criteria, and ends in an answer: advice, local, outreach, a case, the inclusion table, or not taken up. Nothing waits unseen.
"""
