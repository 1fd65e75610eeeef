"""What is due: the task list of an employer, the lists behind it, and balance notices."""
