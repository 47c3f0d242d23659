"""Where nameko begins: turns the marks of a service class into nameko extensions.

Only the runner imports this package. nameko brings the container, the worker pool and the
injection; connections, acknowledgement, retries, replies and the stop are our own, because its
consumers lose events, loop on failures and die of bad messages.
"""
