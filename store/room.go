package store

import "context"

// Reusable gives the octets inside the database file that are free: what was deleted leaves room there, not on the disk.
func (s *Store) Reusable(ctx context.Context) (octets int64, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT f.freelist_count * p.page_size FROM pragma_freelist_count() f, pragma_page_size() p`).Scan(&octets)
	return octets, wrap("reusable", err)
}
