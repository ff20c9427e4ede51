"""Coming in and going out: signing in, the second factor, sessions, and in the demo one click."""
