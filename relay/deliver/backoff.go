package deliver

import "time"

// Times of the queue (DESIGN 4).
const (
	lifetime     = 5 * 24 * time.Hour
	warnAfter    = 4 * time.Hour
	noticeWait   = 10 * time.Minute // how long a failure waits for others of its submission
	hourly       = time.Hour
	jitterShare  = 5 // the wait is spread by a fifth
	keepFinished = 30 * 24 * time.Hour
)

// nextAttempt says when a delivery is tried again after so many attempts: 1, 5, 15, 30 minutes, then hourly, each spread by
// jitter in [0, 1). ok is false when its time is over.
func nextAttempt(received, now time.Time, attempts int, jitter float64) (due time.Time, ok bool) {
	if now.Sub(received) >= lifetime {
		return time.Time{}, false
	}
	waits := [...]time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute}
	wait := hourly
	if attempts >= 1 && attempts <= len(waits) {
		wait = waits[attempts-1]
	}
	due = now.Add(wait + time.Duration(jitter*float64(wait)/jitterShare))
	if end := received.Add(lifetime); due.After(end) {
		due = end // once more at the very end
	}
	return due, true
}
