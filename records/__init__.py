"""What is kept: tables, transactions, outbox, leases. Knows nobody above."""
