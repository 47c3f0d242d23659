"""Tables, the rows of one file or list, and read queries of review."""
