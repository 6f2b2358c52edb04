package store

import (
	"context"
	"reflect"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// insert writes a row, or a slice of rows, of one table; nobody waits for it.
// What stands behind the rows says what becomes of those that are there
// already. It reads the rows as gorm does, without gorm's callbacks, of which
// there are none here: a filing writes a dozen rows, and they were a quarter of
// its time.
func (tx *Tx) insert(rows any, tail string) error {
	head, marks, args, err := insertText(tx.db, rows)
	if err != nil {
		return err
	}
	ctx := context.WithValue(tx.ctx, laterMark{}, true)
	_, err = tx.db.Statement.ConnPool.ExecContext(ctx, head+marks+tail, args...)
	return err
}

// insertText is an insert's beginning, the marks for the rows, and their
// values. A number that the database gives is left to it.
func insertText(db *gorm.DB, rows any) (head, marks string, args []any, err error) {
	parsed := gorm.Statement{DB: db}
	if err := parsed.Parse(rows); err != nil {
		return "", "", nil, err
	}
	all := reflect.Indirect(reflect.ValueOf(rows))
	one := func(i int) reflect.Value { return all.Index(i) }
	n := 1
	if all.Kind() == reflect.Slice {
		n = all.Len()
	} else {
		one = func(int) reflect.Value { return all }
	}
	fields := given(db.Statement.Context, parsed.Schema, one(0))
	names := make([]string, len(fields))
	for k, f := range fields {
		names[k] = "`" + f.DBName + "`"
	}
	for i := range n {
		row := one(i)
		for _, f := range fields {
			value, _ := f.ValueOf(db.Statement.Context, row)
			args = append(args, value)
		}
	}
	row := ",(" + strings.Repeat(",?", len(fields))[1:] + ")"
	return "INSERT INTO `" + parsed.Schema.Table + "` (" + strings.Join(names, ",") + ") VALUES ", strings.Repeat(row, n)[1:], args, nil
}

// given are the columns that rows like this one bring.
func given(ctx context.Context, s *schema.Schema, row reflect.Value) []*schema.Field {
	out := make([]*schema.Field, 0, len(s.DBNames))
	for _, name := range s.DBNames {
		f := s.FieldsByDBName[name]
		if f.AutoIncrement {
			if _, none := f.ValueOf(ctx, row); none {
				continue
			}
		}
		out = append(out, f)
	}
	return out
}
