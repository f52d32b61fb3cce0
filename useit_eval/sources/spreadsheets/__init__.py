"""Tables from the field and sheets of a study: rows with the numbers a spreadsheet shows."""
