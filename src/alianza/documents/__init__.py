"""Files in the instance: named by hash, type checked by content, never served as a page of ours."""
