"""The ground floor: words, errors, columns, findings, paths, text and safe files. It imports nothing above it."""
