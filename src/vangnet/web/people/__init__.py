"""Screens about persons: finding somebody, and how somebody reads on a line."""
