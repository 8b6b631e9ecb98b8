"""What the store knows at one moment, and what new facts change of it.

knowledge, parts, live_lists       people and numbers, results as they are classified, states; leads range by range
requests, places_in_time           what stands against contacting somebody; which batch came before which
unmended                           quarantined rows that wait for a person
reach, fresh, refresh              whose state new facts can change, and how these leads stand now
folded_again                       everybody's state told from facts alone: what refreshing must agree with
"""
