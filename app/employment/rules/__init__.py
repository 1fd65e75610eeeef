"""How declarations become employments: pure functions over values and dates."""
