"""Who works where, for whom, and what they may see.

Agencies, regions, workers, their absences; and the grants: who, which categories, of which case, on what basis, until when. Grants are
decided elsewhere (by a slot, a verdict, an emergency) and only held here. `Sight` is the sum of somebody's open grants on one case: one
row, from which every list takes its page and on which the database's own row-level security rests. No row, no sight.
"""
