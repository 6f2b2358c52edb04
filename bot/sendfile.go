package bot

import (
	"context"
	"errors"

	"onevisit/messages"
	"onevisit/models"
)

// FileChannel is a platform that takes files.
type FileChannel interface {
	// PushFile sends a file to one person under its name. An error is always
	// a *SendError.
	PushFile(ctx context.Context, to, name string, data []byte) (ref string, err error)
}

// sendFile sends a letter as the file it was made as, or a draft, which is made
// for this push and not kept.
func (d *Delivery) sendFile(ctx context.Context, c *models.Claimed) (string, error) {
	if d.Files == nil {
		return "", &SendError{Class: FailConfig, Call: "file", Err: errors.New("the platform takes no files")}
	}
	if c.Draft != nil {
		data, err := d.Make(models.Letter{Number: c.Letter, Snapshot: *c.Draft})
		if err != nil {
			return "", &SendError{Class: FailText, Call: "file", Err: err}
		}
		return d.Files.PushFile(ctx, c.To.ID, messages.DraftName(d.Law.Bureau, c.Number, c.Letter.Kind, c.Draft.Of), data)
	}
	file, err := d.Store.OpenLetter(ctx, c.Letter)
	if models.CodeOf(err) == models.CodeNotFound { // no file was ever kept: trying on is in vain
		return "", &SendError{Class: FailText, Call: "file", Err: err}
	}
	if err != nil {
		return "", &SendError{Class: FailNetwork, Call: "file", Err: err} // nothing was sent
	}
	return d.Files.PushFile(ctx, c.To.ID, messages.FileName(d.Law.Bureau, c.Number, file.Number), file.Data)
}
