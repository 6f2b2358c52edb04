package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"onevisit/models"
)

// collectLease is how long claimed attachments are ours: fetching a file may
// take a minute.
const collectLease = 2 * time.Minute

// Collect fetches what people sent before the platform forgets it after 3
// days, and keeps it sealed. What cannot be fetched any more is marked as lost
// for a person to see.
func (d *Delivery) Collect(ctx context.Context) (int, error) {
	media, err := d.Store.ClaimMedia(ctx, d.Worker, max(d.LeaseFor, collectLease), batch)
	if err != nil {
		return 0, fmt.Errorf("claim media: %w", err)
	}
	kept := 0
	for _, m := range media {
		channel := d.WeChat
		if m.Platform == string(WeCom) {
			channel = d.WeCom
		}
		if channel == nil {
			continue
		}
		data, kind, err := channel.Media(ctx, m.MediaID)
		lost := ""
		var failure *SendError
		switch {
		case err == nil:
		case errors.As(err, &failure) && (failure.Class == FailText || failure.Class == FailPerson):
			data, lost = nil, string(failure.Class)
		default:
			d.Log.Warn("media not fetched yet", "media", m.ID, "attempt", m.Attempt, "error", err)
			continue // the lease ends and it is tried again
		}
		if err := d.Store.KeepMedia(ctx, m, data, kind, lost); err != nil && models.CodeOf(err) != models.CodeStale {
			return kept, fmt.Errorf("keep media: %w", err)
		}
		kept++
	}
	return kept, nil
}
