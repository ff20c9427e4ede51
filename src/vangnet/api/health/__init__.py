"""For the machine that watches us: are we alive (`/gezondheid`), and can we serve people (`/gereed`)?"""
