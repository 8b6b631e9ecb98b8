"""Words and shapes that every room shares; imports nothing of ours. Import from the module that owns the word.

vocabularies          words, outcomes, titles, phones, headings, time_words, cell_words, date_orders, plural, kpi_names,
                      currencies, errors
what people write     project (calling, goals, scripts), workspace, layouts, conditions (condition_words), spans
a review              review, figures, periods
stored tables *       tables (table, list_tables, call_tables, state_table, closed_table), ids, versions, amended
who is forgotten *    forgotten_table, kept_table (their lists without them)
between rooms *       flows, records (list_words), texts, pieces
columns at speed *    alike, places, arrow, calendars

What is marked * loads polars; the rest only the standard library, so that help and completion stay quick.
"""
