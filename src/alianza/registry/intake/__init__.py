"""Reading files of people: is every row of this file a worker that the registry can hold?

The columns are those of the table of workers in matching, and optional personal ones. A file is read whole, every
cell is judged, and what is wrong is told by row and column with what to do; only a file without any problem can be
saved. Then duplicates are looked for, inside the file and in the registry, by blind indexes.

Public names: `reading.read`, `checking.check`, `people.people`, `twins.twins`, and
`examining.examine`, which does all of it but save.
"""
