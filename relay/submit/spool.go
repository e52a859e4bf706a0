package submit

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"
)

// pieceSize is how much of a message is held in memory while it comes. Most are no longer, and never touch the disk.
const pieceSize = 32 << 10

// spool holds a message while it comes: one that is longer than a piece lies in a file. So a client may be as slow as it likes
// and takes no more memory than a piece. Nobody else can read the file, nor what a crash leaves of it: its key is nowhere but
// here.
type spool struct {
	dir    string
	piece  []byte // what is not in the file
	file   *os.File
	aead   cipher.AEAD
	pieces uint64 // in the file
	size   int64  // of the message so far
}

// errTooBig says that a message is longer than it may be.
var errTooBig = errors.New("submit: the message is too big")

// take reads a message to its end. Before a piece goes to the disk it asks whether there is room for so many octets.
func (s *spool) take(r io.Reader, limit int64, room func(size int64) error) error {
	for {
		if len(s.piece) == pieceSize {
			if err := room(s.size); err != nil {
				return err
			}
			if err := s.store(); err != nil {
				return err
			}
		}
		if len(s.piece) == cap(s.piece) {
			s.piece = slices.Grow(s.piece, max(4<<10, len(s.piece)))
		}
		n, err := r.Read(s.piece[len(s.piece):min(cap(s.piece), pieceSize)])
		s.piece = s.piece[:len(s.piece)+n]
		s.size += int64(n)
		switch {
		case s.size > limit:
			return errTooBig
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
	}
}

// store seals the piece and puts it into the file.
func (s *spool) store() error {
	if s.file == nil {
		if err := s.open(); err != nil {
			return err
		}
	}
	sealed := s.aead.Seal(s.piece[:0], s.nonce(s.pieces), s.piece, nil)
	s.piece = sealed[:0]
	s.pieces++
	_, err := s.file.Write(sealed)
	return err
}

// open makes a file that only this process knows, and its key.
func (s *spool) open() error {
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return err
	}
	if s.aead, err = cipher.NewGCM(block); err != nil {
		return err
	}
	if s.file, err = os.CreateTemp(s.dir, ""); err != nil {
		return err
	}
	_ = os.Remove(s.file.Name()) // Windows refuses: there close does it
	return nil
}

// nonce numbers a piece: each is sealed once, under a key of the message's own.
func (s *spool) nonce(piece uint64) []byte {
	return binary.BigEndian.AppendUint64(make([]byte, s.aead.NonceSize()-8), piece)
}

// bytes gives the whole message.
func (s *spool) bytes() ([]byte, error) {
	if s.file == nil {
		return s.piece, nil
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	sealed := pieceSize + s.aead.Overhead()
	out := make([]byte, 0, s.size+int64(s.aead.Overhead()))
	for i := range s.pieces {
		at := len(out)
		if _, err := io.ReadFull(s.file, out[at:at+sealed]); err != nil {
			return nil, err
		}
		var err error
		if out, err = s.aead.Open(out, s.nonce(i), out[at:at+sealed], nil); err != nil {
			return nil, err
		}
	}
	return append(out, s.piece...), nil
}

// close forgets the message.
func (s *spool) close() {
	if s.file != nil {
		_ = s.file.Close()
		_ = os.Remove(s.file.Name())
	}
}
