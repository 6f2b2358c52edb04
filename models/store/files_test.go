package store

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestFilesAreKeptWholeAndForTheOwnerOnly(t *testing.T) {
	dir := t.TempDir()
	files := DirFiles(dir)
	must(t, files.Put(t.Context(), "abc", []byte("first, longer")))
	must(t, files.Put(t.Context(), "abc", []byte("second")))
	got, err := files.Get(t.Context(), "abc")
	if err != nil || string(got) != "second" {
		t.Errorf("%q, %v", got, err)
	}
	stat, err := os.Stat(filepath.Join(dir, "abc"))
	must(t, err)
	if stat.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", stat.Mode())
	}
	left, err := os.ReadDir(dir)
	must(t, err)
	if len(left) != 1 {
		t.Errorf("%d files are left, want 1", len(left))
	}
}

func TestFileNamesStayInTheirFolder(t *testing.T) {
	files := DirFiles(t.TempDir())
	for _, name := range []string{"", ".", "..", "../x", "/etc/x", "a/b", ".hidden"} {
		if err := files.Put(t.Context(), name, nil); err == nil {
			t.Errorf("put %q", name)
		}
		if _, err := files.Get(t.Context(), name); err == nil {
			t.Errorf("got %q", name)
		}
	}
}

func TestAFolderThatIsNotThereIsAnError(t *testing.T) {
	files := DirFiles(filepath.Join(t.TempDir(), "none"))
	if err := files.Put(t.Context(), "abc", nil); err == nil {
		t.Error("put into nowhere")
	}
	if _, err := files.Get(t.Context(), "abc"); err == nil {
		t.Error("got from nowhere")
	}
}

func TestAFailedPutLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	must(t, os.Mkdir(filepath.Join(dir, "abc"), 0o700)) // no file can take this name
	if err := DirFiles(dir).Put(t.Context(), "abc", bytes.Repeat([]byte("x"), 10)); err == nil {
		t.Error("replaced a folder")
	}
	left, err := os.ReadDir(dir)
	must(t, err)
	if len(left) != 1 {
		t.Errorf("%d entries are left, want 1", len(left))
	}
}

func TestMediaNeedAPlace(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.everything(t) // has kept attachment 1
		l.files = nil
		l.act(t, func(tx *Tx) error { _, err := tx.AddMedia("wechat", "m", "photo"); return err })
		media, err := l.ClaimMedia(t.Context(), "w", 0, 10)
		must(t, err)
		if err := l.KeepMedia(t.Context(), media[0], []byte("x"), "image/png", ""); err == nil {
			t.Error("kept nowhere")
		}
		if _, _, err := l.OpenMedia(t.Context(), 1); err == nil {
			t.Error("opened from nowhere")
		}
	})
}
