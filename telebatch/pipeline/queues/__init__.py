"""A shift's queues on disk, before and after they are handed out.

queue_columns, dialer_cells, queue_files   what a row shows, in our forms and in a dialer's; the files of one shift
shift_asked                                what is asked of a shift, and what split is given to build it
standing, queue_places                     what of a shift stands already; where a lead stands in it, or why not
left_out                                   projects that get no place in it
taken_back, mailed_out                     calls and pieces that were handed out and must not be made any more
built_before, stale                        shifts that are built, and hold whom somebody stopped, or what is undone
readdressed                                whose post may be sent again, to another address
"""
