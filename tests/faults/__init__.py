"""Whatever befalls a real run of a writing command: store and outputs are as before it or as after it."""
