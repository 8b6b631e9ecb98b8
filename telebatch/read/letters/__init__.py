"""Letters: what a text would look like if it were read rightly; nothing here opens a file.

everyday, legible   signs that people write, and whether a text can be read
alphabets           which encoding of one byte a letter
damage, undone      a text that was opened in a wrong encoding and saved again
"""
