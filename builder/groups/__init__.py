"""Groups: graphs that are used as blocks. What stands in what, what is wrong, the blocks, and making them."""
