"""What keeps lists clean, and whom nobody may contact: the commands `suppress` and `verify`, and logs of `touch`.

suppress, suppress_import, suppress_export   requests: by hand, as files, and as a file again
requests_named, addresses, parts_of_cells    every number and address that rows of such a file name
sent_again                                   the same file once more, telling something else
suppress_log                                 what became of a named list, for an inspector
scrub, scrub_answers                         comparisons with a register: what is asked, what it answered
verify, verify_import, verify_numbers        a data supplier: what is asked, what was answered
outranked                                    answers that do not hold, since something told of the person is later
logged_pieces, mended_logs                   a log of pieces, row by row; one that is sent once more, put right
files                                        what all of them read, under any headings, and what is put aside
"""
