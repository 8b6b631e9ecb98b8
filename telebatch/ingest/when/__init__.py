"""When a call was: days, times of day and lengths as result files write them.

times, day_and_clock, zone_words   instants in UTC, out of one cell or two; which zone they stand in
date_orders, spellings, clocks     which order of day and month a file has; what one spelling of a day or a time means
yearless, years                    days without their year, and what tells it
day_words                          days told from the day of the call
durations                          how long it lasted, in seconds
"""
