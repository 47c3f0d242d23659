"""The object store's buckets and their users as data, and what makes them."""
