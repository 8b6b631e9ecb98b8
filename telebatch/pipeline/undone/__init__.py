"""A world without one batch: what an undo takes back, keeps, and tells anew.

kept_requests                   who asked not to be contacted stays asked
later_batches, walk             what came after the batch is told anew, in the order of time:
files_anew                      result files
matched_beside, matched_anew    which of them hang on what goes, and where their rows go without it
lists_anew                      lists of a delivery or of `prequalify --again`
who_asks                        whether requests are others at all
decided_then, rules_then        how a list is decided by what is still told of its day
reasons_anew, keys_anew         what a request makes of a row, and whose lead the row is
standing_rows, decided_anew     what of that is another decision than holds
retold_anew                     what a list decided again told of people
lead_no_more                    whom a list only named, and who is no lead without the undone batch
redecided_anew                  suppliers' answers and corrections
withdrawn_still                 handed-out calls that must not be made without the batch either
given_out                       verdict files and handed-out calls that tell otherwise now
undo_changes                    every lead that stands differently, as a file for people
"""
