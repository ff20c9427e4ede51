"""The plan of a case: write it, adopt it, say that it still fits, make and finish agreements."""
