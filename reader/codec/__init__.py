"""Pure conversions between bytes and values: TLV, APDU, MRZ, file and object identifiers."""
