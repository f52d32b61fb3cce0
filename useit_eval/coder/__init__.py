"""The coder without a door: its front end, and the messages between it and the store. No Jupyter, no Tornado."""
