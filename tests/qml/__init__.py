"""The screens, rendered and touched with a small strict stand-in for the session."""
