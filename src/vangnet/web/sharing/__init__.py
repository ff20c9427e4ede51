"""Screens of sharing: may I share this, what the person agreed to, what went, what was asked, what the adviser says."""
