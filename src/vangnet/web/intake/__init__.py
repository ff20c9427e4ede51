"""Screens about what came in: the inbox, one signal, who it is about, how heavy it is, what was answered."""
