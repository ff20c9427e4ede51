"""What happened, in order, for ever: every decision, disclosure, read and write.

An entry holds ids, codes and field names; never a name or a text about somebody. The application's role can insert and read, never
update or delete. Entries are sealed into one hash chain a day. A write's entry is also the event: `flow.reactions` takes the pending
entries one by one, in the order in which they were written.
"""
