"""Commands and questions between processes, in nameko's wire protocol.

`command` and `query` declare what a service answers; an `RpcClient` asks. Neither needs eventlet.
"""

from services.chassis.entrypoints import command, query
from services.chassis.rpc.client import KombuRpcClient, RpcClient
from services.chassis.rpc.threaded import ThreadedRpcClient

__all__ = ["KombuRpcClient", "RpcClient", "ThreadedRpcClient", "command", "query"]
