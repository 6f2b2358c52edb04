package config

import "testing"

func TestDemoBureauIsSound(t *testing.T) {
	bureau, err := DemoBureau()
	if err != nil {
		t.Fatal(err)
	}
	if len(bureau.Staff) != 16 || len(bureau.Sections) != 5 {
		t.Fatalf("staff %d, sections %d", len(bureau.Staff), len(bureau.Sections))
	}
}
