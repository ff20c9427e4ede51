"""People at a screen: one folder a stage, plus what all screens share."""
