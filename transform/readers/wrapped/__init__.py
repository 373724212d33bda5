"""Documents inside something else: one packed or saved with others."""
