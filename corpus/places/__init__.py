"""Which place a report comes from: one of 45,000, by everything the report says of it."""
