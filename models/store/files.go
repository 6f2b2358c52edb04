package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// DirFiles keeps files in a folder of this machine. It is the folder's path;
// the folder must exist.
type DirFiles string

// Put writes the file beside its place, syncs it and renames it, so that a
// crash leaves the whole file or none.
func (d DirFiles) Put(_ context.Context, name string, data []byte) (err error) {
	path, err := d.path(name)
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(string(d), "."+name+".*") // mode 0600
	if err != nil {
		return fmt.Errorf("files: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temp.Name()))
		}
	}()
	_, err = temp.Write(data)
	if err == nil {
		err = temp.Sync()
	}
	if err = errors.Join(err, temp.Close()); err != nil {
		return fmt.Errorf("files: %w", err)
	}
	if err = os.Rename(temp.Name(), path); err != nil {
		return fmt.Errorf("files: %w", err)
	}
	return d.sync()
}

// sync makes the rename durable.
func (d DirFiles) sync() error {
	dir, err := os.Open(string(d))
	if err != nil {
		return fmt.Errorf("files: %w", err)
	}
	if err := errors.Join(dir.Sync(), dir.Close()); err != nil {
		return fmt.Errorf("files: %w", err)
	}
	return nil
}

// Get reads a file.
func (d DirFiles) Get(_ context.Context, name string) ([]byte, error) {
	path, err := d.path(name)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return data, nil
}

// path refuses names that would leave the folder.
func (d DirFiles) path(name string) (string, error) {
	if name == "" || name[0] == '.' || filepath.Base(name) != name {
		return "", errors.New("files: a name must be a plain file name")
	}
	return filepath.Join(string(d), name), nil
}
