package messages

import (
	"bytes"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"time"

	"onevisit/models"
)

// slipFiles are the slip's page and what it loads.
//
//go:embed slip.html slip.css slip.js
var slipFiles embed.FS

// SlipSheet is what the printed slip says.
type SlipSheet struct {
	Organ        models.Organ
	Number, Code string
	// Day is when the case was registered, Until how long the page opens.
	Day, Until time.Time
	// Bindable says that the phone on file can bind the case to an account.
	Bindable bool
	// QR is the code's picture as PNG, which leads to the case until QRUntil;
	// nil where there is none.
	QR      []byte
	QRUntil time.Time
}

// SlipPage is the slip as a web page, made for printing.
func SlipPage(s SlipSheet) ([]byte, error) {
	sheet := map[string]any{
		"Organ": s.Organ.Name, "Phone": s.Organ.Phone, "Number": s.Number, "Code": codeGroups(s.Code), "Day": FullDay(s.Day),
		"Until": lastHour(s.Until), "Bindable": s.Bindable, "QRUntil": FullDay(s.QRUntil),
	}
	if len(s.QR) > 0 {
		sheet["QR"] = template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(s.QR)) // our own bytes
	}
	return slipPage(sheet)
}

// SlipGone is the page in place of a slip whose link has ended.
func SlipGone() ([]byte, error) { return slipPage(map[string]any{"Gone": true}) }

func slipPage(sheet map[string]any) ([]byte, error) {
	page, err := template.ParseFS(slipFiles, "slip.html")
	if err != nil {
		return nil, fmt.Errorf("slip page: %w", err)
	}
	var b bytes.Buffer
	if err := page.Execute(&b, sheet); err != nil {
		return nil, fmt.Errorf("slip page: %w", err)
	}
	return b.Bytes(), nil
}

// SlipAsset is a file that the slip's page loads, with its type; false for any
// other name.
func SlipAsset(name string) (content []byte, kind string, found bool) {
	kinds := map[string]string{"slip.css": "text/css; charset=utf-8", "slip.js": "text/javascript; charset=utf-8"}
	kind, found = kinds[name]
	if !found {
		return nil, "", false
	}
	content, err := slipFiles.ReadFile(name)
	return content, kind, err == nil
}

// codeGroups parts a query code into pieces that can be read out.
func codeGroups(code string) []string {
	const size = 5
	var out []string
	for len(code) > size {
		out, code = append(out, code[:size]), code[size:]
	}
	return append(out, code)
}

// lastHour says until when something works; midnight is the end of its day.
func lastHour(until time.Time) string {
	if Hour(until) == "00:00" {
		return DueDay(until) + " 24:00"
	}
	return Moment(until)
}
