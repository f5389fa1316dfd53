"""A person's own data on the page: kept, its columns chosen, and looked at."""
