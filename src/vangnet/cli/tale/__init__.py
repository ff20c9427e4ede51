"""The story: two years of one invented person, played through the real services in the order of the failures found.

`cast` makes the people, `scenes` plays the moments, `telling` says which promise was kept. Nothing stays in the database.
"""
