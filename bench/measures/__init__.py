"""One module per group of rows: how it is measured."""
