"""What every screen shares: the frame of the page, its parts, words for days and numbers, pages for faults."""
