"""Search: finding things by typing what one knows, with the mistakes people make.

Its words: a *query* is what somebody typed; a *match* is one thing found, with the name that was hit and a score from
0 to 1. Always true here: accents, case and gender of a word never matter; a typo costs rank, not the answer; nothing
that was typed is stored; the same query gives the same answer in the same order.

`occupations` finds occupations by title in any language that is packaged and knows no Django.
"""
