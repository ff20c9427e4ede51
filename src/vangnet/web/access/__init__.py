"""Screens about who works here: being away and standing in, my account, and how Vangnet helps and protects."""
