//go:build unix && !solaris && !aix

package main

import "golang.org/x/sys/unix"

// diskRoom gives the octets that are free for us, and all, on the file system of a folder.
func diskRoom(dir string) (free, total uint64, err error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, 0, err
	}
	size := uint64(st.Bsize)
	return uint64(st.Bavail) * size, uint64(st.Blocks) * size, nil
}
