package letter

import (
	"fmt"

	"onevisit/models"
)

// Form is the shape of a letter; several kinds share one.
type Form string

// Forms. A form's name is the name of its template without ".docx".
const (
	FormPetitioner Form = "petitioner" // plain: title, number, text, seal
	FormUnits      Form = "units"      // between units: the 信函 form of GB/T 9704-2012, 10.1
	FormReceipt    Form = "receipt"    // a table to be signed
	FormArchive    Form = "archive"    // a list of documents
)

// Forms lists every form.
func Forms() []Form { return []Form{FormPetitioner, FormUnits, FormReceipt, FormArchive} }

// kinds lists every kind that has a letter.
func kinds() []models.LetterKind {
	return []models.LetterKind{
		models.LetterAcceptance, models.LetterDecline, models.LetterExtension, models.LetterDiscontinue,
		models.LetterOpinion, models.LetterAdministrative, models.LetterAssignment, models.LetterSupervision,
		models.LetterReceipt, models.LetterCircular, models.LetterInterview, models.LetterReview,
		models.LetterReport, models.LetterCatalogue, models.LetterDecision,
	}
}

// FormOf is the form that law.md ("Letters") prescribes for a kind. It fails
// for a kind that the law does not know.
func FormOf(k models.LetterKind) (Form, error) {
	switch k {
	case models.LetterAcceptance, models.LetterDecline, models.LetterExtension, models.LetterDiscontinue,
		models.LetterOpinion, models.LetterAdministrative, models.LetterDecision:
		return FormPetitioner, nil
	case models.LetterAssignment, models.LetterSupervision, models.LetterCircular, models.LetterInterview,
		models.LetterReview, models.LetterReport:
		return FormUnits, nil
	case models.LetterReceipt:
		return FormReceipt, nil
	case models.LetterCatalogue:
		return FormArchive, nil
	}
	return "", fmt.Errorf("letter: unknown kind %q", k)
}
