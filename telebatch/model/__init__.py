"""Words and shapes that every room shares; imports nothing of ours.

Import from the module that owns the word: `errors`, `words`, `outcomes`, `project`, `workspace`, `tables`, `records`.
`tables`, `flows` and `ids` need polars; the others only the standard library, so that help and completion stay quick.
"""
