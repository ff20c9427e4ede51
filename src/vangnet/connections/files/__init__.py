"""Files that others hand over: read as they are, in any usual form, row by row; what cannot be used comes back with a reason."""
