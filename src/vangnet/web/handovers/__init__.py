"""Screens between regions: ask whether somebody is in an active case elsewhere, and see who asked about one's own."""
