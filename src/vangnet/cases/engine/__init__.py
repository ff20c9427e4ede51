"""What a file is, found in its bytes."""
