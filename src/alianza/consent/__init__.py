"""What a person agreed to, for which named purpose, in which wording, and when they withdrew it.

Words: a *purpose* is one use of personal data, with its reason, the data it needs and how long it keeps them; its
*agreement* is the versioned text a person reads in en, es or fr; a *consent* is one agreement given, and perhaps
withdrawn. A *person* is a public code: of an account, or of a profile that an employment service keeps for somebody
without one; in the second case the service is the *witness* and holds the signed paper.

Always true here: a consent names the wording and language that were read; rows are added, and only their withdrawal is
written later; one purpose is agreed to at most once at a time; consent for one purpose never stands for another;
withdrawing takes one step, like giving, and holds from the next moment on.
"""
