"""The yearly training plan of an enterprise."""
