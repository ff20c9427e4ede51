"""Machines that call us: one folder for each kind of caller."""
