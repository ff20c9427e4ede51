"""Who carries it from when, and did they accept?

Before responsibility can pass between regions, they must find each other: is this person in an active case elsewhere? The answer
is the lowest form there is, known or not known, with whom to call. Both sides keep the question; nothing else goes.
"""
