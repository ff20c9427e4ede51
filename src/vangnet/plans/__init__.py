"""What is the one plan now?

Each case has one current plan. It has the person's own words, goals per life domain, numbered agreements with an owner and a deputy, what
to do when it goes wrong, and a date on which it is looked at again. A new signal, a move, a missed contact or an ended title flags it.
"""
