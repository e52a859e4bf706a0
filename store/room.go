package store

import (
	"context"

	"github.com/pressly/goose/v3"
)

// Reusable gives the octets inside the database file that are free: what was deleted leaves room there, not on the disk. A
// database server keeps its own house: 0.
func (s *Store) Reusable(ctx context.Context) (octets int64, err error) {
	if s.dialect.goose != goose.DialectSQLite3 {
		return 0, nil
	}
	err = s.reader.get(ctx, `SELECT f.freelist_count * p.page_size FROM pragma_freelist_count() f, pragma_page_size() p`, nil, &octets)
	return octets, wrap("reusable", err)
}
