"""A world without one batch: what an undo takes back, keeps, and tells anew.

kept_requests                   who asked not to be contacted stays asked
later_batches                   what came after the batch is told anew, in the order of time:
matched_anew, matched_beside    result files, whose rows found their leads beside what goes
decided_anew, decided_then      lists, decided by what is still told of their day
redecided_anew                  suppliers' answers and corrections
withdrawn_anew                  whom a redelivery no longer held
undo_changes                    every lead that stands differently, as a file for people
"""
