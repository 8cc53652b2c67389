"""What the platform tells a person: a notice on their page, and the same by mail if they wish."""
