"""The audit: the invariants recomputed from the stores, each violation named.

`python -m operations.audit [--instance main] [--json] [--wait SECONDS]`; exit code 0 = clean,
1 = violations, 2 = the instance or a store could not be read. It only reads.
"""
