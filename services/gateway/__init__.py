"""The web edge: JSON API and pages over the services; owns nothing but web sessions."""
