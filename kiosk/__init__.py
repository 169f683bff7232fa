"""The clinic's side of the check-in: flow, insurance look-up, records. No Qt, no pyscard."""
