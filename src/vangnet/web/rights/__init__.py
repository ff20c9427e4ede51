"""What is kept about me, and who looked? The request of a person, what is kept back from it, and the answer on paper."""
