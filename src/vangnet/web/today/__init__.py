"""Vandaag: what is owed, ordered by when, each row with its reason and one next step."""
