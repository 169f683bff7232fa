"""The patient's window: Qt Quick screens bound to one check-in session. Decides nothing."""
