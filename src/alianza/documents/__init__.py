"""Files in the instance: named by hash, type checked by content, never served as a page of ours.

Words: a *stored file* is one person's file of one kind (curriculum, certificate, import, report); its *content* is
the bytes, sealed chunk by chunk with the vault's key and laid under a keyed hash of themselves, so that neither a
stolen backup nor a guessed content tells anything.

Always true here: only the owner sees a file; a type not on the short list is refused, whatever the name says; a
download is an attachment in a sandbox; a file has a day after which it is removed; bytes that no row names do not stay.
"""
