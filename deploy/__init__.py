"""How the system is run: the native local stack and the data every way of running it shares."""
