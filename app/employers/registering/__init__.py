"""Registering one training for several workers: choosing them, looking first, the receipt."""
