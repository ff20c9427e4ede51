"""Made-up people of the Netherlands, and what administrations do to their names, dates and addresses.

Written from the rules of names and from what the literature on administrative data reports, before any comparison or
blocking key was chosen; neither reads the other. Everything is made up; the same seed gives the same people.
"""
