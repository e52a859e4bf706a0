package relay

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"

	"souspli/policy"
	"souspli/policy/address"
	"souspli/policy/wording"
	"souspli/store"
)

// Errors of Authenticate. Any other is our own trouble.
var (
	ErrCredentials     = errors.New("relay: wrong user or password")
	ErrTooManyFailures = errors.New("relay: too many failed logins")
)

// Parameters of argon2id (RFC 9106; OWASP's second recommendation): 19 MiB, two passes, about 0.1 s.
const (
	argonMemory  = 19 << 10 // KiB
	argonPasses  = 2
	argonThreads = 1
	saltSize     = 16
	hashSize     = 32
)

// HashPassword gives what the store keeps of a password: argon2id in PHC form.
func HashPassword(password address.Secret) (string, error) {
	salt := make([]byte, saltSize)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	return inPHC(salt, hash(password, salt)), nil
}

func inPHC(salt, hash []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonPasses, argonThreads, b64.EncodeToString(salt), b64.EncodeToString(hash))
}

func hash(password address.Secret, salt []byte) []byte {
	return argon2.IDKey(password.Reveal(), salt, argonPasses, argonMemory, argonThreads, hashSize)
}

// matches compares a password to what HashPassword gave. Other parameters than ours are never run: they come from a file.
func matches(stored string, password address.Secret) bool {
	parts := strings.Split(stored, "$")
	ours := fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$", argon2.Version, argonMemory, argonPasses, argonThreads)
	if len(parts) != 6 || !strings.HasPrefix(stored, ours) {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil {
		return false
	}
	return subtle.ConstantTimeCompare(hash(password, salt), want) == 1
}

// Accounts checks who submits.
type Accounts struct {
	store  *store.Store
	now    func() time.Time
	hashes *semaphore.Weighted // bounds memory: 19 MiB each
	dummy  string              // what the password of an unknown user is compared to
	secret address.Secret      // keys the cache; lives as long as the process

	mu       sync.Mutex
	verified map[[sha256.Size]byte]time.Time // keyed hashes of credentials that were right a moment ago
	failures map[netip.Prefix]*failures
}

// failures limits how fast one place may guess.
type failures struct {
	limiter *rate.Limiter
	last    time.Time
}

// Limits of the login.
const (
	cacheLife    = 2 * time.Minute // newsletter tools log in once a message
	maxHashes    = 2               // at a time, of 19 MiB each
	failureBurst = 10              // wrong passwords from one place…
	failureEvery = 20 * time.Second
	maxEntries   = 10000 // of each map
)

// NewAccounts checks against the accounts in s.
func NewAccounts(s *store.Store, now func() time.Time) (*Accounts, error) {
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return nil, err
	}
	return &Accounts{store: s, now: now, hashes: semaphore.NewWeighted(maxHashes), dummy: inPHC(secret[:saltSize], secret), secret: address.NewSecret(secret),
		verified: map[[sha256.Size]byte]time.Time{}, failures: map[netip.Prefix]*failures{}}, nil
}

// Login is who submits: an account, and the stored password that let it in ("": its network did).
type Login struct {
	Account  policy.Account
	password string
}

// ByName gives an account without asking for a password. ErrCredentials says that there is none.
func (a *Accounts) ByName(ctx context.Context, name string) (Login, error) {
	account, err := a.store.Account(ctx, name)
	if errors.Is(err, store.ErrNotFound) {
		return Login{}, ErrCredentials
	}
	return Login{Account: policyAccount(account)}, err
}

// Renew gives a login as it is now: clients stay connected for hours, while an operator changes its senders. ErrCredentials
// says that it ended: the account was removed, or has another password.
func (a *Accounts) Renew(ctx context.Context, old Login) (Login, error) {
	account, err := a.store.Account(ctx, old.Account.Name)
	if errors.Is(err, store.ErrNotFound) || err == nil && old.password != "" && old.password != account.Password {
		return Login{}, ErrCredentials
	}
	return Login{policyAccount(account), old.password}, err
}

// Authenticate checks a user's password. An unknown user costs the same work as a wrong password.
func (a *Accounts) Authenticate(ctx context.Context, user string, password address.Secret, remote netip.Addr) (Login, error) {
	account, err := a.store.Account(ctx, user)
	known := err == nil && account.Password != ""
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return Login{}, err
	}
	stored := a.dummy
	if known {
		stored = account.Password
	}
	credential := a.credential(stored, password)
	if known && a.wasVerified(credential) {
		return Login{policyAccount(account), stored}, nil
	}
	if a.isGuessing(remote) {
		return Login{}, ErrTooManyFailures
	}
	if err := a.hashes.Acquire(ctx, 1); err != nil {
		return Login{}, err
	}
	right := matches(stored, password)
	a.hashes.Release(1)
	if !right || !known {
		a.countFailure(remote)
		return Login{}, ErrCredentials
	}
	a.remember(credential)
	return Login{policyAccount(account), stored}, nil
}

// credential names a password that was right, without holding it. A changed password changes the name.
func (a *Accounts) credential(stored string, password address.Secret) (sum [sha256.Size]byte) {
	mac := hmac.New(sha256.New, a.secret.Reveal())
	_, _ = mac.Write([]byte(stored + "\x00"))
	_, _ = mac.Write(password.Reveal())
	copy(sum[:], mac.Sum(nil))
	return sum
}

func (a *Accounts) wasVerified(credential [sha256.Size]byte) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	end, found := a.verified[credential]
	return found && a.now().Before(end)
}

func (a *Accounts) remember(credential [sha256.Size]byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	if len(a.verified) >= maxEntries {
		for k, end := range a.verified {
			if now.After(end) {
				delete(a.verified, k)
			}
		}
	}
	if len(a.verified) < maxEntries {
		a.verified[credential] = now.Add(cacheLife)
	}
}

// PlaceOf gives the network that counts as one guesser: an IPv4 address, or the /64 that one subscriber of IPv6 has.
func PlaceOf(remote netip.Addr) netip.Prefix {
	bits := remote.BitLen()
	if remote.Is6() {
		bits = 64
	}
	place, _ := remote.Prefix(bits) // an address that is none is a place of its own
	return place
}

// isGuessing reports whether there were too many failures lately from where a client is.
func (a *Accounts) isGuessing(remote netip.Addr) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	f := a.failures[PlaceOf(remote)]
	return f != nil && f.limiter.TokensAt(a.now()) < 1
}

func (a *Accounts) countFailure(remote netip.Addr) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	if len(a.failures) >= maxEntries {
		for k, f := range a.failures {
			if now.Sub(f.last) > failureBurst*failureEvery || len(a.failures) > maxEntries {
				delete(a.failures, k)
			}
		}
	}
	place := PlaceOf(remote)
	f := a.failures[place]
	if f == nil {
		f = &failures{limiter: rate.NewLimiter(rate.Every(failureEvery), failureBurst)}
		a.failures[place] = f
	}
	f.last = now
	f.limiter.AllowN(now, 1)
}

// policyAccount gives policy's view of a stored account.
func policyAccount(a store.Account) policy.Account {
	return policy.Account{Name: a.Name, Kind: policy.Kind(a.Kind), Locale: wording.Locale(a.Locale), Senders: a.Senders}
}
