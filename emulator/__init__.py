"""The other side of every cable: a card, its issuer and the insurance gateway, for tests, demo and support."""
