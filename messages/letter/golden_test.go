package letter

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"onevisit/models"
)

// update rewrites the golden files: go test ./messages/letter -update
var update = flag.Bool("update", false, "rewrite the golden files")

// golden is all that a letter says, part by part.
func golden(t *testing.T, files map[string]string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(strings.Join(paragraphs(t, files), "\n") + "\n")
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if strings.HasPrefix(name, "word/header") || strings.HasPrefix(name, "word/footer") {
			b.WriteString("-- " + name + "\n")
			for _, p := range read(t, files[name]).all("p") {
				b.WriteString(strings.TrimSpace(p.style()+" | "+p.says()) + "\n")
			}
		}
	}
	return b.String()
}

func TestEveryLetterSaysWhatItsGoldenFileSays(t *testing.T) {
	templates := builtIn(t)
	for _, kind := range kinds() {
		t.Run(string(kind), func(t *testing.T) {
			got := golden(t, render(t, templates, kind, sample(kind)))
			file := filepath.Join("testdata", string(kind)+".golden")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("the letter differs from %s:\n%s", file, got)
			}
			if strings.Contains(got, "{{") {
				t.Error("a placeholder is left")
			}
		})
	}
}

func TestEveryLetterOfTheLawHasAForm(t *testing.T) {
	var issued []models.LetterKind
	for _, row := range models.VerbRows() {
		issued = append(issued, row.Letters...)
	}
	for _, row := range models.OfficeRows() {
		issued = append(issued, row.Letters...)
	}
	if len(issued) == 0 {
		t.Fatal("the tables issue no letters: this test sees nothing")
	}
	for _, kind := range issued {
		if _, err := FormOf(kind); err != nil || !slices.Contains(kinds(), kind) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}
