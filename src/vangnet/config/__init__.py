"""How this installation runs: environment, settings, URLs, and which adapter stands behind which port."""
