"""The applications database: tables and the queries on them."""
