"""The insurance look-up: gateway client, result codes, and what an answer means for this patient today."""
