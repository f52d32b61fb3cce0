"""Names, numbers and addresses proposed for redaction, and what a person decided."""
