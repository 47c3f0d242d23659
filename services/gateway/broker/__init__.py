"""The way from HTTP to the services: nameko's RPC protocol over one aio-pika connection."""
