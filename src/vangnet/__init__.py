"""Vangnet: the working system for everybody who carries a person together.

The flow, and the order of the packages: signal, person, case, plan, share, notice, handover, place, monitor, learn.
A later stage may look back at an earlier one; an earlier stage never knows what comes after.
"""
