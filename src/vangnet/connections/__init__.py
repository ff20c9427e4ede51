"""Machines that we call: one folder for each, behind a small adapter."""
