"""Readers: bytes of one kind of document → `DocumentContent`. None of them knows what a table means."""
