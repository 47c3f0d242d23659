"""How fast the system is against its limits on this machine: `make bench`.

Each row is measured over several rounds in turn with its limit, so that a machine whose speed
drifts does not decide. Everybody in it is invented, as in the demo.
"""
