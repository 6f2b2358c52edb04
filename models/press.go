package models

// Pressing is a numbered letter whose file has not been made yet, under a
// lease.
type Pressing struct {
	CaseID  int64
	Letter  Letter
	Attempt int // fencing number of the lease
}

// LetterFile is a letter as it was made, once and for good.
type LetterFile struct {
	CaseID int64
	ID     int64 // of the letter within its case
	Number LetterNumber
	Data   []byte
}

// RungFile marks a notice that carries a letter as a file: ArgLetter of its
// data is the letter's ref.
const RungFile = "file"
