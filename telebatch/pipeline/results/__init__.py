"""A result file on its way in: what `ingest` does around its rooms, and what it says of the file afterwards.

result_file, format_of_file   which source and format it is, its records
source_rules                  what is told of where it came from
calls_as_list                 that it was given as a contact list
lookups, calls_known          what its rows are matched with: leads, and calls told before
clients_keys                  that what stands for a lead id is the client's own key
others_numbers                that a call of one lead was made at the number of another
callers, referrals            people whom only the file tells of
foreign, lost_seconds, made, strangers, odd_orders, unmapped, drift   what a person should look at
quarantine_file               rows that found no place, laid out to be mended and sent again
"""
