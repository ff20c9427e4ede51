"""The second decider: attribute rules and entities from one file, small enough to read and to check by hand.

With it partners and conformance suites exercise the protocol alone, without a database and without anybody's data.
`loading` reads and checks the file, `rules` holds what it says, `decider` answers from it.
"""
