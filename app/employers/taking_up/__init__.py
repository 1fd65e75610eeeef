"""Work that failed so often that it was given up, and trying it again."""
