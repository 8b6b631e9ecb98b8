"""What should happen next: for `status`, for the night, and for whoever types `telebatch` alone.

outlook       reviews, shifts, expected files, edits      scrubs_due    numbers to be compared with a register
project_now   how one project stands                      advice        the one or two commands that make sense now
"""
