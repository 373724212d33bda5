"""What a report says in sentences: the text that is its own, and the figures stated there."""
