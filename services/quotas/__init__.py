"""Cycles, the plan (Annex 2) and the seat ledger: nothing takes a seat except through here."""
