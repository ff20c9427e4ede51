"""The processing log for whoever must answer for it: `POST /processing-activities` of the read extension of Logius."""
