package letter

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"
)

// Bounds of a template. A letter with a picture of the organ's emblem has well
// under one megabyte and some twenty parts.
const (
	mostFileBytes = 8 << 20
	mostPartBytes = 8 << 20
	mostAllBytes  = 16 << 20
	mostParts     = 500
)

// part is one file inside a .docx.
type part struct {
	name  string
	bytes []byte
}

// unpack reads the parts of a .docx in their order, within bounds.
func unpack(file []byte) ([]part, error) {
	if len(file) > mostFileBytes {
		return nil, fmt.Errorf("has more than %d bytes", mostFileBytes)
	}
	r, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, fmt.Errorf("is no .docx file: %w", err)
	}
	if len(r.File) > mostParts {
		return nil, fmt.Errorf("has more than %d parts", mostParts)
	}
	var parts []part
	all := 0
	for _, f := range r.File {
		if f.FileInfo().IsDir() {
			continue
		}
		content, err := unpackPart(f)
		if err != nil {
			return nil, fmt.Errorf("part %q: %w", f.Name, err)
		}
		if all += len(content); all > mostAllBytes {
			return nil, fmt.Errorf("unpacks to more than %d bytes", mostAllBytes)
		}
		parts = append(parts, part{f.Name, content})
	}
	return parts, nil
}

// unpackPart reads one part. The size a zip file states is not believed.
func unpackPart(f *zip.File) (content []byte, err error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	content, err = io.ReadAll(io.LimitReader(r, mostPartBytes+1))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	if len(content) > mostPartBytes {
		return nil, fmt.Errorf("unpacks to more than %d bytes", mostPartBytes)
	}
	return content, nil
}

// pack writes parts as a .docx. Every part has the same time, the first that a
// zip file can state, so that the same letter is the same bytes.
func pack(parts []part) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range parts {
		header := &zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		entry, err := w.CreateHeader(header)
		if err != nil {
			return nil, fmt.Errorf("pack %q: %w", p.name, err)
		}
		if _, err := entry.Write(p.bytes); err != nil {
			return nil, fmt.Errorf("pack %q: %w", p.name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return b.Bytes(), nil
}
