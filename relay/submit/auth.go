package submit

import (
	"context"
	"errors"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"souspli/policy/address"
	"souspli/relay"
)

// maxFailures is how many wrong passwords one connection may try.
const maxFailures = 3

// AuthMechanisms names what is offered: LOGIN too, because Outlook and many tools in PHP know nothing else.
func (s *session) AuthMechanisms() []string {
	if s.config.NoAuth {
		return nil
	}
	return []string{sasl.Plain, sasl.Login}
}

// Auth begins an authentication.
func (s *session) Auth(mechanism string) (sasl.Server, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.config.NoAuth {
		return nil, reply(502, 5, 5, 1, "AUTH is not offered here")
	}
	if s.stage != stageIdle {
		return nil, reply(503, 5, 5, 1, "AUTH inside a transaction")
	}
	switch mechanism {
	case sasl.Plain:
		return plainServer{sasl.NewPlainServer(func(identity, user, password string) error {
			if identity != "" && identity != user { // nobody acts for somebody else
				return s.failed()
			}
			return s.authenticate(user, password)
		})}, nil
	case sasl.Login:
		return &loginServer{login: s.authenticate}, nil
	}
	return nil, reply(504, 5, 5, 4, "Unknown authentication mechanism")
}

// authenticate checks a password. Errors that are not the client's fault are temporary, and clients try again.
func (s *session) authenticate(user, password string) error {
	login, err := s.config.Authenticate(s.ctx, user, address.NewSecret([]byte(password)), s.remote)
	switch {
	case err == nil:
		s.mu.Lock()
		defer s.mu.Unlock()
		s.login, s.looked, s.authenticated = &login, time.Now(), true
		s.server.welcome(s.border)
		return nil
	case errors.Is(err, relay.ErrCredentials):
		return s.failed()
	case errors.Is(err, relay.ErrTooManyFailures):
		return reply(454, 4, 7, 0, "Too many failed logins; wait a few minutes")
	case errors.Is(err, context.Canceled):
		return reply(454, 4, 7, 0, "Temporary authentication failure")
	}
	s.config.Log.Error("authentication failed on our side", "error", err)
	return reply(454, 4, 7, 0, "Temporary authentication failure")
}

// failed answers a wrong password, and ends the connection after some.
func (s *session) failed() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failures++
	if s.failures >= maxFailures {
		s.border.err = errClosing
	}
	return smtp.ErrAuthFailed
}

// plainServer answers what is no response of PLAIN as a fault of the client (RFC 4954 4); go-smtp would call it temporary.
type plainServer struct{ sasl.Server }

// Next takes the response.
func (p plainServer) Next(response []byte) (challenge []byte, done bool, err error) {
	challenge, done, err = p.Server.Next(response)
	if _, ours := errors.AsType[*smtp.SMTPError](err); err != nil && !ours {
		err = reply(501, 5, 5, 2, "This is not how PLAIN is answered")
	}
	return challenge, done, err
}

// loginServer is the server side of AUTH LOGIN, which no RFC defines: two questions in base64, user and password.
type loginServer struct {
	login func(user, password string) error
	step  int
	user  string
}

// Next takes an answer and gives the next question. Some clients send the user with the command.
func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	if l.step == 0 && response == nil {
		l.step = 1
		return []byte("Username:"), false, nil
	}
	if l.step <= 1 {
		l.user, l.step = string(response), 2
		return []byte("Password:"), false, nil
	}
	return nil, true, l.login(l.user, string(response))
}
