"""Formats of result files: which are known, and which one a file has.

profiles, patterns         formats as they are written, checked all at once; what their patterns of times can read
likeness, recognise, near  how a file compares with a format, which one it is, or of which it is a broken copy
described                  a format in words
"""
