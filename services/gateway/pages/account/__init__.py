"""Accounts: signing up, the unit one works in, passwords, workplaces; who confirms all that."""
