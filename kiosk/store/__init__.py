"""The records: visits, queue numbers, consents, evidence, audit chain and outbox in one encrypted SQLite file."""
