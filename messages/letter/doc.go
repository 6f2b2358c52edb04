// Package letter makes the official letters of a case as .docx files.
//
// It knows the form of a letter, never its words: the caller hands over a
// [Content] of finished strings, and [Templates.Render] puts them into the
// template of the letter's kind. Title, number, addressee and body are thus the
// same in the file, in the chat and on a page, whoever words them.
//
// # Layout
//
// The built-in templates follow GB/T 9704-2012 as far as law.md ("Letters")
// states it: A4, margins 37/28/35/26 mm, 22 lines of 28 characters, body in
// 16 pt on an exact line of 28.95 pt, title in 22 pt, the date four characters
// from the right with the organ's name centred above it and room for the seal.
// Letters to a petitioner are plain; letters between units have the red mark
// and rules of the 信函 form. The prescribed fonts are not free: they are
// asked for by name, with an alternative in the font table, and none is shipped.
//
// 28 characters of 16 pt are 158 mm, two more than the text block: they fit
// because each gives up 0.3 pt. Word could do that by the grid alone, which the
// page states; LibreOffice cannot, so the Normal style does it and leaves the
// grid. The lines are the same in every program.
//
// # Templates of the office
//
// A template is an ordinary .docx file. Its name says what it is for: that of a
// kind ("opinion.docx", see [models.LetterKind]) or of a form ("petitioner",
// "units", "receipt", "archive", see [Form]); the kind's own file wins over the
// form's, and the form's over the built-in one. [Builtin] gives the built-in
// files to start from. [Load] refuses a file that cannot be filled and names
// the placeholder that is wrong.
//
// Placeholders, which may stand anywhere in the text, headers and footers, and
// may be cut into runs by the word processor as it likes:
//
//	{{title}}      the letter's title
//	{{number}}     its number
//	{{addressee}}  whom it is for
//	{{organ}}      who issues it
//	{{date}}       when, in words
//	{{note}}       what stands below the date, e.g. a telephone number
//
// Each in a paragraph of its own, once, outside headers and footers:
//
//	{{body}}        is repeated for every paragraph of the text
//	{{heading}}     how a heading of the first level looks
//	{{subheading}}  how one of the second level looks
//	{{signature}}   organ and date, right-aligned, centred on each other
//
// The whole text stands where the first of body, heading and subheading is;
// without the latter two, headings look like the body. A letter needs title,
// number, body, and either signature or both organ and date.
//
// Only in receipt.docx:
//
//	{{receipt.recipient}} {{receipt.document}} {{receipt.method}}
//	{{receipt.place}} {{receipt.delivered}} {{receipt.signed}}
//	{{receipt.proxy}} {{receipt.server}} {{receipt.remark}}
//
// Only in archive.docx, in one table row that is repeated for every document:
//
//	{{item.index}} {{item.title}} {{item.number}} {{item.date}} {{item.remark}}
//
// A paragraph of the text whose placeholders are all empty is left out with
// whatever else it says; in a table, header or footer it stays, without them.
//
// # Why no library
//
// The door to .docx is the standard library: archive/zip and encoding/xml's
// tokens. What is needed of the format is small (text in paragraphs and rows,
// everything else copied as it is), and the one library at hand,
// lukasjarosch/go-docx v0.5.0, replaced nothing in a minimal document and makes
// line breaks where a letter needs paragraphs.
package letter
