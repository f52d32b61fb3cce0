"""Formats of files from the field to drafts: one reader for each format, and which format a file is of."""
