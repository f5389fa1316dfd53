"""From a person's sample to an answer that one can look at."""
