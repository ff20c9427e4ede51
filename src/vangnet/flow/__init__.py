"""What moves work forward: the journey from signal to plan, what follows from what, what is owed today, which promise is broken."""
