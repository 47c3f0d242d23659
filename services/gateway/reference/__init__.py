"""The OpenAPI 3.1 description, derived from the route tables and the contracts."""
