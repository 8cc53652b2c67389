"""The fair-recruitment label: a firm or a programme answers for itself, is audited, and shows what was found.

A scheme's version names the instrument that is answered and the periods that hold; neither changes once it is there. An
application carries one self-assessment through desk review, audit and panel. An award is a fact of a day; what becomes
of it (suspended, reinstated, withdrawn, expired) is told by events that are only added, so that the standing on any
date can be read again. Never one number: a result is an outcome with its profile by section.

The label is voluntary and replaces no licence and no law.
"""
