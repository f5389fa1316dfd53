"""The blocks that ship with Netgraft: one folder a category, one file a block. `blocks.bases` is no category."""
