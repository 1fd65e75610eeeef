"""Account statements of the workforce, letters to one worker, and receipts: made, seen, taken."""
