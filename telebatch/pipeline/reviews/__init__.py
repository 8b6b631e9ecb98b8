"""What the report room is given: the calls a review counts and every other fact, as known at one moment.

report_facts, calls_counted   the facts of a period        closing   periods whose reviews change no more
late_calls                    calls of a new file that fall into these
since_closed                  what came to be known of these since they were closed
"""
