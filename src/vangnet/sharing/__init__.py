"""What may go to whom, and what went?

A professional asks in a case: may I share these items with them, for this purpose? The stage gathers the facts it has, asks the law item by
item, and keeps question and verdict so that they can be recomputed years later. Only then can somebody share: a disclosure names the exact
items, the ground, the purpose, the conditions, who did it and for whom. Consent is a record that can be withdrawn at once; facts are never
dropped, only replaced; a request to a partner has a deadline and an answer or a recorded refusal.
"""
