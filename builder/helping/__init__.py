"""The help paragraphs of the problem codes, as plain tables: code -> (title, paragraph)."""
