"""Events and jobs over RabbitMQ: declared here, carried out by the modules beside.

A service class needs only `subscribe` and `timer`.
"""

from services.chassis.entrypoints import subscribe, timer

__all__ = ["subscribe", "timer"]
