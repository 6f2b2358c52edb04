package letter

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// partFiles are the parts of the built-in templates: those that all share and,
// over them, those of each form. "all:" because .rels begins with a dot.
//
//go:embed all:parts
var partFiles embed.FS

// Builtin is the built-in template of a form as a .docx file: what an office
// starts from when it makes its own.
func Builtin(f Form) ([]byte, error) {
	if !slices.Contains(Forms(), f) {
		return nil, fmt.Errorf("letter: unknown form %q", f)
	}
	found := map[string][]byte{}
	if err := errors.Join(collect(found, "parts/common"), collect(found, "parts/"+string(f))); err != nil {
		return nil, fmt.Errorf("letter: built-in template %s: %w", f, err)
	}
	// By name, the content types are the first part, as readers of the format
	// prefer.
	var parts []part
	for _, name := range slices.Sorted(maps.Keys(found)) {
		parts = append(parts, part{name, found[name]})
	}
	return pack(parts)
}

// collect adds the files below a folder by their names inside the .docx.
func collect(found map[string][]byte, folder string) error {
	return fs.WalkDir(partFiles, folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := partFiles.ReadFile(name)
		found[strings.TrimPrefix(name, folder+"/")] = content
		return err
	})
}
