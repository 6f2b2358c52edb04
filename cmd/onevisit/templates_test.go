package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"onevisit/messages/letter"
)

// spoiled is a template with a text in place of another.
func spoiled(t *testing.T, f letter.Form, old, text string) []byte {
	t.Helper()
	file, err := letter.Builtin(f)
	if err != nil {
		t.Fatal(err)
	}
	in, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w, err := out.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(bytes.ReplaceAll(content, []byte(old), []byte(text))); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// office is a bureau file of its own with a folder of templates beside it.
func office(t *testing.T, in *installation) (environment []string, folder string) {
	t.Helper()
	home := t.TempDir()
	bureau, err := os.ReadFile("../../config/demo.yaml")
	if err != nil {
		t.Fatal(err)
	}
	folder = filepath.Join(home, "letters")
	for _, err := range []error{os.WriteFile(filepath.Join(home, "bureau.yaml"), bureau, 0o600), os.Mkdir(folder, 0o700)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	environment = slices.DeleteFunc(in.environment(), func(pair string) bool { return strings.HasPrefix(pair, "ONEVISIT_BUREAU=") })
	return append(environment, "ONEVISIT_BUREAU="+filepath.Join(home, "bureau.yaml")), folder
}

func TestABrokenTemplateIsRefusedAtStartAndItsPlaceholderNamed(t *testing.T) {
	t.Parallel()
	in := install(t, "sqlite", 0)
	in.command("migrate")
	for name, broken := range map[string]struct {
		file, old, text, want string
		form                  letter.Form
	}{
		"unknown":      {"opinion", "{{number}}", "{{numbre}}", "{{numbre}}", letter.FormPetitioner},
		"missing":      {"units", "{{body}}", "", "placeholder {{body}} is missing", letter.FormUnits},
		"not closed":   {"receipt", "{{receipt.method}}", "{{receipt.method", "{{receipt.method", letter.FormReceipt},
		"not a letter": {"opinoin", "x", "x", "opinoin.docx: no letter has this name", letter.FormPetitioner},
	} {
		t.Run(name, func(t *testing.T) {
			environment, folder := office(t, in)
			if err := os.WriteFile(filepath.Join(folder, broken.file+".docx"), spoiled(t, broken.form, broken.old, broken.text), 0o600); err != nil {
				t.Fatal(err)
			}
			var out, errOut bytes.Buffer
			if code := run([]string{"check"}, environment, nil, &out, &errOut); code != exitFailed {
				t.Errorf("check ends with %d", code)
			}
			p := launch(t, environment, "serve")
			if code := p.code(); code != exitFailed {
				t.Errorf("serve ends with %d", code)
			}
			for command, said := range map[string]string{"check": errOut.String(), "serve": p.log.String()} {
				if !strings.Contains(said, broken.file+".docx") || !strings.Contains(said, broken.want) {
					t.Errorf("%s does not name %q of %s.docx: %s", command, broken.want, broken.file, said)
				}
			}
		})
	}
}

func TestTheBuiltInTemplatesAreWrittenOnceAndCanBeUsed(t *testing.T) {
	t.Parallel()
	in := install(t, "sqlite", 0)
	in.command("migrate")
	environment, folder := office(t, in)
	var out, errOut bytes.Buffer
	if code := run([]string{"templates", folder}, nil, nil, &out, &errOut); code != exitOK {
		t.Fatalf("templates ends with %d: %s", code, &errOut)
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.docx"))
	if err != nil || len(files) != len(letter.Forms()) {
		t.Errorf("wrote %q, %v", files, err)
	}
	if code := run([]string{"templates", folder}, nil, nil, &out, &errOut); code != exitFailed {
		t.Errorf("a second time, over what the office may have changed, it ends with %d", code)
	}
	if code := run([]string{"templates"}, nil, nil, &out, &errOut); code != exitUsage {
		t.Errorf("without a folder it ends with %d", code)
	}
	if code := run([]string{"check"}, environment, nil, &out, &errOut); code != exitOK {
		t.Errorf("check of the written templates ends with %d: %s%s", code, &out, &errOut)
	}
}
