package models

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Check holds a named petitioner to what a filing in chat needs: a name and a
// phone that can exist, and an identity number that adds up if one is given.
func (p Petitioner) Check() error { return p.CheckBy(ChannelChat, true) }

// minAddress is the shortest address that a letter could find, in characters.
const minAddress = 3

// CheckBy is [Petitioner.Check] for any channel. What came on paper, or with
// somebody who stands in the office, is signed also without a phone: then
// letters need an address, that of the first-named [R 23].
func (p Petitioner) CheckBy(c Channel, first bool) error {
	if n := utf8.RuneCountInString(strings.TrimSpace(p.Name)); n < 2 || n > 30 {
		return &Error{Code: CodeInvalid, Arg: ArgPerson, Limit: 30}
	}
	switch address := utf8.RuneCountInString(strings.TrimSpace(p.Address)); {
	case address > maxPlace:
		return &Error{Code: CodeTooLong, Arg: ArgPlace, Limit: maxPlace}
	case p.Phone == "" && c.PhoneOptional():
		if first && address < minAddress {
			return &Error{Code: CodeMissing, Arg: ArgPlace}
		}
	case !ValidPhone(p.Phone):
		return &Error{Code: CodeInvalid, Arg: ArgNumber}
	}
	if p.Identity != "" && !ValidIdentity(p.Identity) {
		return &Error{Code: CodeInvalid, Arg: ArgField}
	}
	return nil
}

// PhoneOptional reports that a signed matter can come this way without a
// phone.
func (c Channel) PhoneOptional() bool {
	return c == ChannelVisit || c == ChannelLetter || c == ChannelTransfer
}

// ValidPhone accepts a mainland mobile number (11 digits, 13–19) or a land
// line with its area code (0427-1234567), written with digits, spaces, hyphens
// and brackets only.
func ValidPhone(s string) bool {
	digits := Digits(s)
	if rest := strings.TrimFunc(s, unicode.IsSpace); len(rest) > 60 || strings.ContainsFunc(rest, notInPhone) {
		return false
	}
	if len(digits) == 11 && digits[0] == '1' {
		return digits[1] >= '3'
	}
	return (len(digits) >= 10 && len(digits) <= 12) && digits[0] == '0' && digits[1] != '0'
}

func notInPhone(r rune) bool {
	return Digits(string(r)) == "" && !strings.ContainsRune(" -()\u2010\u2013\u2014\uff08\uff09\uff0d\u3000", r)
}

// Digits keeps the digits of a number, full-width ones as plain ones.
func Digits(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r >= '０' && r <= '９' {
			r = r - '０' + '0'
		}
		if r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// ValidIdentity checks an 18-character identity number by its checksum
// (GB 11643, ISO 7064 MOD 11-2) and its date of birth.
func ValidIdentity(s string) bool {
	s = strings.ToUpper(strings.TrimSpace(s))
	if len(s) != 18 {
		return false
	}
	sum, weight := 0, 1
	for i := 17; i >= 0; i-- {
		c := s[i]
		v := int(c - '0')
		if i == 17 && c == 'X' {
			v = 10
		} else if c < '0' || c > '9' {
			return false
		}
		sum += v * weight
		weight = weight * 2 % 11
	}
	if sum%11 != 1 {
		return false
	}
	_, err := ParseDate(s[6:10] + "-" + s[10:12] + "-" + s[12:14])
	return err == nil
}

// MaskName shows the first character only, and one asterisk for the rest.
func MaskName(name string) string {
	r, size := utf8.DecodeRuneInString(name)
	if size == 0 {
		return ""
	}
	return string(r) + "*"
}

// MaskPhone shows the first three and the last four digits: 138****1234.
func MaskPhone(phone string) string {
	d := Digits(phone)
	if len(d) < 8 {
		return strings.Repeat("*", len(d))
	}
	return d[:3] + strings.Repeat("*", len(d)-7) + d[len(d)-4:]
}
