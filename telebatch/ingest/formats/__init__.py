"""Formats of result files: which are known, and which one a file has.

profiles, loading          what a profile says; profiles out of TOML, checked all at once
patterns                   what a pattern of times can read
likeness, recognise, near  how a file compares with a format, which one it is, or of which it is a broken copy
described                  a format in words
"""
