"""Who directs, who stands around it?

A case is opened from a weighed signal. It has role slots; each is held today by a present person or by a deputy who confirmed the
briefing. Meetings end in decisions, contacts are kept, and one timeline tells what happened, each line visible to whom its category allows.
"""
