"""The main job played through the gateway as the people concerned: `make demo`.

Everybody here is invented. Names contain 样例; ID numbers have the prefix 650000, which nobody has.
"""
