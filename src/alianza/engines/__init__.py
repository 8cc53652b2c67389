"""Pure computation, one question to a folder: no Django, no files, no clock, no network.

Engines do not import one another. Arrays and values go in, frozen results come out; randomness is an argument;
missing is never zero.
"""
