"""The JSON API as tables of routes: which HTTP request becomes which request to a service."""
