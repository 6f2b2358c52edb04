package store

import (
	"gorm.io/gorm"
)

// mysqlNext sets the version that a row brings if the row that stands there is
// the one before it, and fails otherwise. A first version meets no row before
// it, so it fails wherever one stands.
const mysqlNext = "IF(`version` = VALUES(`version`) - 1, VALUES(`version`), (SELECT 1 UNION ALL SELECT 1))"

// keep writes a row that carries the version after the one that was read, 0
// for none; where something else stands by now that is a conflict. Such rows
// are never deleted while somebody may have read them. On a server the write
// waits and joins others of its kind, so it is one statement for new and
// changed rows.
func (tx *Tx) keep(what string, row any, stands int64, key string, columns ...string) error {
	if tx.s.remote() {
		return tx.insert(row, tx.s.engine.overwrite(key, columns...)+",`version`="+mysqlNext)
	}
	if stands == 0 {
		err := tx.insert(row, "")
		if duplicate(err) {
			return &conflict{row: what}
		}
		return err
	}
	return found(tx.db.Model(row).Where("version = ?", stands).Select("*").Omit(key).Updates(row), what)
}

// found turns an update that met no row into a conflict.
func found(result *gorm.DB, row string) error {
	if result.Error != nil {
		return result.Error
	}
	if result.RowsAffected == 0 {
		return &conflict{row: row}
	}
	return nil
}

// insist runs a write that must meet a row: another version of it is a
// conflict. On a server the write is put off, and so is a statement that fails
// if the write met none.
func (tx *Tx) insist(row string, write func(*gorm.DB) *gorm.DB) error {
	if !tx.s.remote() {
		return found(write(tx.db), row)
	}
	if err := write(tx.later()).Error; err != nil {
		return err
	}
	return tx.later().Exec(mysqlInsist).Error
}
