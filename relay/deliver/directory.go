package deliver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"souspli/store"
)

// Directory writes copies as files instead of sending them: for trying out.
type Directory struct {
	path string
	next atomic.Int64
}

// NewDirectory writes into path, which it makes if need be.
func NewDirectory(path string) (*Directory, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("deliver: directory: %w", err)
	}
	return &Directory{path: path}, nil
}

// Send writes the copy to a file of its own. A name is made from the time and a number: nothing of a message becomes a path.
func (d *Directory) Send(ctx context.Context, j Job, done func(Outcome)) {
	o, ok := j.lease.begin(ctx)
	if ok {
		o = d.write(j)
	}
	done(o)
}

func (d *Directory) write(j Job) Outcome {
	name := fmt.Sprintf("%d-%d.eml", time.Now().UnixMilli(), d.next.Add(1))
	if err := writeFile(d.path, name, j.Bytes()); err != nil {
		return Outcome{State: store.Deferred, Text: "the file could not be written"}
	}
	return Outcome{State: store.Delivered, Text: "250 written to a file"}
}

// Close does nothing.
func (d *Directory) Close() {}

// writeFile makes the file appear whole or not at all.
func writeFile(dir, name string, content []byte) error {
	f, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, name))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
