"""One case for each code that broken documents do not bring about, for the text that a person reads of it."""
