"""Use cases of review: load and lock, decide by the domain, save, publish; one transaction each."""
