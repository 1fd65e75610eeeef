"""Checking what others registered for the enterprise's workers, and what may stand twice."""
