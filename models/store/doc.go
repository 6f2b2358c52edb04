// Package store keeps the ledger: cases, audit entries, clocks, letters,
// notices owed, dialogues and the inbox, on SQLite or on any database that
// speaks MySQL's protocol. It is the only package that knows gorm.
//
// There is one write path. Store.Turn and Store.Act open a transaction,
// everything happens through its Tx, and either all of it becomes true or
// nothing. Tx.Do is the only place where a case changes; what changes is
// decided by models.Law, what is written is decided here.
//
// Personal data are sealed where rows become models: columns hold SM4-GCM
// ciphertext bound to their table, column and row, and HMAC-SM3 keys where
// "the same person" must be found. Times are kept as UTC milliseconds and
// come back in UTC.
package store
