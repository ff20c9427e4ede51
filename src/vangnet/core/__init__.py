"""Values everything else is made of: periods, ids, the clock, working days, the root of the errors. Pure."""
