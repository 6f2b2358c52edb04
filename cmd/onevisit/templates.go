package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"onevisit/messages/letter"
)

// templates writes the built-in templates of letters into a folder: what an
// office starts from when it makes its own. It overwrites nothing.
func templates(_ context.Context, i invocation) error {
	f, _ := i.flags("templates")
	if err := f.Parse(i.args); err != nil {
		return err
	}
	if f.NArg() != 1 {
		say(i.errOut, "usage: onevisit templates FOLDER\n")
		return errUsage
	}
	folder := f.Arg(0)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("folder for templates: %w", err)
	}
	for _, form := range letter.Forms() {
		content, err := letter.Builtin(form)
		if err != nil {
			return err
		}
		name := filepath.Join(folder, string(form)+".docx")
		if err := writeNew(name, content); err != nil {
			return fmt.Errorf("write template: %w", err)
		}
		say(i.out, "%s\n", name)
	}
	say(i.out, "keep those you change in the folder \"letters\" beside the bureau file; check reads them\n")
	return nil
}

// writeNew writes a file that is not there yet.
func writeNew(name string, content []byte) (err error) {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fs.FileMode(0o644))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	_, err = file.Write(content)
	return err
}
