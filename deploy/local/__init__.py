"""The native local stack: private RabbitMQ, PostgreSQL and S3 server, and the services above them.

What runs before the virtual environment exists (`make setup`) needs the standard library only.
Everything an instance owns is found through :mod:`deploy.local.places`; nothing of the host's own
servers is read, started or stopped.
"""
