"""Reading and verifying eMRTD chips: access, secure messaging, files, passive and chip authentication."""
