package models

import (
	"strings"
	"testing"
)

func TestAnIdentityNumberAddsUp(t *testing.T) {
	for in, want := range map[string]bool{
		"11010519491231002X":  true, // the example of GB 11643
		"11010519491231002x":  true,
		" 11010519491231002X": true,
		"110105194912310021":  false,
		"11010519491231003X":  false,
		"11010519491331002X":  false,
		"1101051949123100X2":  false,
		"110105491231002":     false,
		"":                    false,
		"１1010519491231002X":  false,
		"湿湿湿湿湿湿":              false, // 18 bytes
	} {
		if got := ValidIdentity(in); got != want {
			t.Errorf("%q: %v", in, got)
		}
	}
	// Every single wrong digit is found.
	for i := range 17 {
		b := []byte("11010519491231002X")
		b[i] = '0' + (b[i]-'0'+1)%10
		if ValidIdentity(string(b)) {
			t.Errorf("%s passes", b)
		}
	}
	// A checksum that adds up over a day that never was.
	sum := "110105194902300020"
	for c := byte('0'); c <= '9'; c++ {
		if ValidIdentity(sum[:17] + string(c)) {
			t.Error("30 February passes")
		}
	}
}

func TestAPhoneCanExist(t *testing.T) {
	for in, want := range map[string]bool{
		"13800001234": true, "138 0000 1234": true, "１３８００００１２３４": true, "19900001234": true, "0427-1234567": true, "(0427) 1234567": true,
		"01012345678": true, "（0427）1234567": true, "12800001234": false, "1380000123": false, "138000012345": false, "0027-1234567": false,
		"110": false, "": false, "call 13800001234": false, "1380000123four": false, strings.Repeat(" ", 9): false,
		"138" + strings.Repeat("-", 80) + "00001234": false,
	} {
		if got := ValidPhone(in); got != want {
			t.Errorf("%q: %v", in, got)
		}
	}
}

func TestMasksShowNoMoreThanTheyShould(t *testing.T) {
	for in, want := range map[string]string{"张三": "张*", "欧阳无名": "欧*", "Zhang": "Z*", "": ""} {
		if got := MaskName(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
	for in, want := range map[string]string{
		"13800001234": "138****1234", "138 0000 1234": "138****1234", "0427-1234567": "042****4567", "1234567": "*******", "": "",
	} {
		if got := MaskPhone(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
