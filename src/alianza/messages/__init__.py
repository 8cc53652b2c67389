"""What the platform tells a person: a notice on their page, and the same by mail if they wish.

Words: a *notice* is one thing told to one person; its *kind* carries the sentences and is declared by the context that
tells it, in its `notices.py` as `KINDS`; its *facts* fill the places of the sentence.

Always true here: the page of notices is complete, mail only calls to it; a mail holds a title without facts and a link,
so that who reads over a shoulder learns nothing; mail goes to those who agreed to it, and to those who act in a role
when their role has something to do.
"""
