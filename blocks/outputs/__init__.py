"""Where results leave, with their targets and losses."""
