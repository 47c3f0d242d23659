"""RPC requests and their answers, one module per answering service."""
