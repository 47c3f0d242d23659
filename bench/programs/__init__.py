"""What runs in processes of its own: clients, rivals, and the bare programs of the limits."""
