-- Makes a ledger say that a later telebatch wrote it.
UPDATE layout SET version = 99;
