"""Checking an attestation: for whoever holds one, without an account."""
