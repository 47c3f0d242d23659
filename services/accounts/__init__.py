"""People, credentials, organisations and their review routes, roles, bindings, client tokens."""
