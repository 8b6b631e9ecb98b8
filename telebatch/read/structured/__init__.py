"""Files whose columns arrive by name.

columnar                    Parquet, JSON lines and other JSON
json_choice, json_tables    where in a JSON text the list stands
"""
