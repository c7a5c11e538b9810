// A client of one server, for one request at a time on one connection that is kept: what a peer is spoken to with.
//
// No call waits longer than its deadlines, answers are capped, and errors are values that say whether the server may
// have acted on the request. Not for use by two threads at once, but for `interrupt`.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "node/http/headers.hpp"
#include "node/http/message.hpp"

namespace feira::http {

struct ClientTls {
  /// PEM; who must have signed the server's certificate. Empty: whom the system trusts.
  std::string authority{};
  /// PEM; shown to the server when it asks. Empty for none.
  std::string certificate{};
  std::string key{};
};

struct ClientOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 80;
  std::optional<ClientTls> tls{};
  std::chrono::milliseconds connect_time{1'000};
  /// For one write, or for the next byte of an answer.
  std::chrono::milliseconds idle_time{5'000};
  /// For the whole answer, from its head on.
  std::chrono::milliseconds answer_time{15'000};
  std::size_t body_bytes_max = std::size_t{16} << 20U;
};

struct Answer {
  int status = 0;
  Headers headers;
  std::string body;
};

enum class ClientFailure : std::uint8_t {
  /// The request cannot be sent: a header field or the target has what must not be there. Nothing was sent.
  invalid_request,
  /// Nobody listens there, or it cannot be reached. Nothing was sent.
  no_connection,
  /// It did not accept the connection in time. Nothing was sent.
  connect_timeout,
  /// TLS failed: the certificate of one side is not what the other wants. Nothing was sent.
  not_trusted,
  /// The connection broke, or the answer did not come in time: the server may have acted.
  no_answer,
  /// The answer is larger than allowed: the server has acted.
  answer_too_large,
  /// `interrupt` was called: the server may have acted.
  interrupted,
};
/// In kebab-case.
const char* name(ClientFailure failure);

class Client {
 public:
  explicit Client(ClientOptions options);
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// `target` is path and query as they are sent.
  std::variant<Answer, ClientFailure> send(Method method, const std::string& target, const Headers& headers = {},
                                           std::string body = {}, const std::string& content_type = "application/json");
  /// Ends what `send` waits for, from any thread. Later calls connect anew.
  void interrupt();

 private:
  class Line;
  std::unique_ptr<Line> line_;
};

}  // namespace feira::http
