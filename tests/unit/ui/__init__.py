"""Units of the window that need no screen."""
