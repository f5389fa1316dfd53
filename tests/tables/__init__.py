"""Tables over everything of a kind; too long for every commit, each run by one command."""
