#include "node/http/connection.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace feira::http {
namespace {

bool wait_for(int fd, short events, Deadline deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd waited{fd, events, 0};
    const int ready = ::poll(&waited, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, 3'600'000)));
    if (ready > 0) return true;
    if (ready == 0 && left <= 3'600'000) return false;
    if (ready < 0 && errno != EINTR) return false;
  }
}

Io after_call() {
  const bool later = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
  return later ? Io::would_block : Io::closed;
}

}  // namespace

void FreeTls::operator()(ssl_st* tls) const { SSL_free(tls); }

Connection::Connection(Descriptor socket, std::string remote, ssl_ctx_st* tls)
    : socket_(std::move(socket)), remote_(std::move(remote)), handshake_done_(tls == nullptr) {
  if (tls != nullptr) {
    tls_.reset(SSL_new(tls));
    SSL_set_fd(tls_.get(), socket_.get());
    SSL_set_accept_state(tls_.get());
  }
}

Io Connection::after_tls(int result) {
  const int error = SSL_get_error(tls_.get(), result);
  ERR_clear_error();
  wants_to_write_ = error == SSL_ERROR_WANT_WRITE;
  return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? Io::would_block : Io::closed;
}

Io Connection::shake_hands() {
  if (handshake_done_) return Io::done;
  ERR_clear_error();
  const int result = SSL_do_handshake(tls_.get());
  if (result != 1) return after_tls(result);
  handshake_done_ = true;
  return Io::done;
}

Io Connection::fill(std::size_t bytes_max) {
  std::array<char, 16384> buffer;
  const auto wanted = std::min(bytes_max, buffer.size());
  if (tls_) {
    ERR_clear_error();
    const int size = SSL_read(tls_.get(), buffer.data(), static_cast<int>(wanted));
    if (size <= 0) return after_tls(size);
    in.append(buffer.data(), static_cast<std::size_t>(size));
    return Io::done;
  }
  const auto size = ::recv(socket_.get(), buffer.data(), wanted, 0);
  if (size == 0) return Io::closed;
  if (size < 0) return after_call();
  in.append(buffer.data(), static_cast<std::size_t>(size));
  return Io::done;
}

bool Connection::wait_readable(Deadline deadline) const {
  if (holds_bytes_back()) return true;
  return wait_for(socket_.get(), wants_to_write_ ? POLLOUT : POLLIN, deadline);
}

bool Connection::write(std::string_view bytes, Deadline deadline) {
  while (!bytes.empty()) {
    Io io = Io::done;
    std::size_t written = 0;
    if (tls_) {
      ERR_clear_error();
      const int size =
          SSL_write(tls_.get(), bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), 1U << 30U)));
      if (size <= 0) {
        io = after_tls(size);
      } else {
        written = static_cast<std::size_t>(size);
      }
    } else {
      const auto size = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (size < 0) {
        io = after_call();
      } else {
        written = static_cast<std::size_t>(size);
      }
    }
    if (io == Io::closed) return false;
    bytes.remove_prefix(written);
    if (io == Io::would_block && !wait_for(socket_.get(), POLLOUT, deadline)) return false;
  }
  return true;
}

bool Connection::hung_up() const {
  if (holds_bytes_back()) return false;
  char byte = 0;
  const auto size = ::recv(socket_.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return size == 0 || (size < 0 && after_call() == Io::closed);
}

void Connection::finish_writing() {
  if (tls_ && handshake_done_) {
    ERR_clear_error();
    (void)SSL_shutdown(tls_.get());
    ERR_clear_error();
  }
  (void)::shutdown(socket_.get(), SHUT_WR);
}

void Connection::break_off() const { (void)::shutdown(socket_.get(), SHUT_RDWR); }

std::string Connection::certificate_name() const {
  if (!tls_ || SSL_get_verify_result(tls_.get()) != X509_V_OK) return {};
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(tls_.get()), &X509_free);
  if (!certificate) return {};
  std::array<char, 256> text{};
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  const int size = X509_NAME_get_text_by_NID(subject, NID_commonName, text.data(), static_cast<int>(text.size()));
  return size <= 0 ? std::string{} : std::string(text.data(), static_cast<std::size_t>(size));
}

bool Connection::holds_bytes_back() const { return tls_ && SSL_pending(tls_.get()) > 0; }

}  // namespace feira::http
