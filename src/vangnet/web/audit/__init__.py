"""Screens of oversight: how sharing goes in a region, in counts, for the privacy officer and the auditor."""
