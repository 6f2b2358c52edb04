package letter

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"onevisit/models"
)

// Templates are the checked templates of all kinds. They never change and may
// be used by several goroutines.
type Templates struct {
	kinds map[models.LetterKind]*template
}

// Load reads the office's own templates from the top of a folder; nil means
// that it has none. What it does not replace is built in. Files that do not end
// in .docx, and those that word processors hide, are not looked at.
//
// A template that cannot be filled is an error, and all such errors are
// reported together, each with the file and the placeholder.
func Load(office fs.FS) (*Templates, error) {
	own, err := ownFiles(office)
	if err != nil {
		return nil, err
	}
	loaded := &Templates{kinds: map[models.LetterKind]*template{}}
	made := map[string]*template{}
	var wrong []error
	for _, kind := range kinds() {
		form, err := FormOf(kind)
		if err != nil {
			return nil, err
		}
		file := choose(own, string(kind), string(form))
		key := file + "." + string(form) // a kind's own file is checked for its form
		if _, done := made[key]; !done {
			made[key], err = open(own, file, form)
			wrong = append(wrong, err)
		}
		loaded.kinds[kind] = made[key]
	}
	if err := errors.Join(append(wrong, unnamed(own))...); err != nil {
		return nil, err
	}
	return loaded, nil
}

// ownFiles reads the office's templates by name without ".docx".
func ownFiles(office fs.FS) (map[string][]byte, error) {
	own := map[string][]byte{}
	if office == nil {
		return own, nil
	}
	entries, err := fs.ReadDir(office, ".")
	if err != nil {
		return nil, fmt.Errorf("letter: read the folder of templates: %w", err)
	}
	for _, e := range entries {
		name := strings.ToLower(e.Name())
		base, isDocx := strings.CutSuffix(name, ".docx")
		if e.IsDir() || !isDocx || strings.HasPrefix(name, "~") || strings.HasPrefix(name, ".") {
			continue
		}
		content, err := readBounded(office, e.Name())
		if err != nil {
			return nil, fmt.Errorf("letter: template %s: %w", e.Name(), err)
		}
		if _, twice := own[base]; twice {
			return nil, fmt.Errorf("letter: template %s: another file differs from it only in case", e.Name())
		}
		own[base] = content
	}
	return own, nil
}

// readBounded reads a file up to one byte more than a template may have, which
// unpacking refuses.
func readBounded(office fs.FS, name string) (content []byte, err error) {
	f, err := office.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(io.LimitReader(f, mostFileBytes+1))
}

// choose is the office's file for a kind, else for its form, else "".
func choose(own map[string][]byte, kind, form string) string {
	for _, name := range []string{kind, form} {
		if own[name] != nil {
			return name
		}
	}
	return ""
}

// open checks the office's file, or without one the built-in template.
func open(own map[string][]byte, file string, f Form) (*template, error) {
	content, err := own[file], error(nil)
	if file == "" {
		if content, err = Builtin(f); err != nil {
			return nil, err
		}
		file = "built in for " + string(f)
	}
	t, err := newTemplate(f, content)
	if err != nil {
		return nil, fmt.Errorf("letter: template %s.docx: %w", file, err)
	}
	return t, nil
}

// unnamed refuses files whose names mean nothing: a slip in a name would leave
// the built-in template in force without a word.
func unnamed(own map[string][]byte) error {
	var names []string
	for _, f := range Forms() {
		names = append(names, string(f))
	}
	for _, k := range kinds() {
		if !slices.Contains(names, string(k)) {
			names = append(names, string(k))
		}
	}
	var wrong []error
	for name := range own {
		if !slices.Contains(names, name) {
			wrong = append(wrong, fmt.Errorf("letter: template %s.docx: no letter has this name; it may be one of %s", name, strings.Join(names, ", ")))
		}
	}
	slices.SortFunc(wrong, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(wrong...)
}

// Render makes the letter of a kind as a .docx file. The same content gives the
// same bytes. It fails for a kind that the law does not know and for a content
// that lacks what its form needs; the error names the field, never its text.
func (t *Templates) Render(k models.LetterKind, c Content) ([]byte, error) {
	form, err := FormOf(k)
	if err != nil {
		return nil, err
	}
	if err := c.check(form); err != nil {
		return nil, fmt.Errorf("letter: render %s: %w", k, err)
	}
	chosen := t.kinds[k]
	if chosen == nil {
		return nil, errors.New("letter: templates are not loaded")
	}
	file, err := chosen.render(c)
	if err != nil {
		return nil, fmt.Errorf("letter: render %s: %w", k, err)
	}
	return file, nil
}
