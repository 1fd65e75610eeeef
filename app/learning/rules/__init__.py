"""The law of the training right, as pure functions over values, dates and parameters."""
