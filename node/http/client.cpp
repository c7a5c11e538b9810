#include "node/http/client.hpp"

#include <fcntl.h>
#include <httplib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>

namespace feira::http {
namespace {

using Steady = std::chrono::steady_clock;

std::unique_ptr<httplib::ClientImpl> client_for(const ClientOptions& options) {
  if (!options.tls) return std::make_unique<httplib::ClientImpl>(options.host, options.port);
  auto client =
      std::make_unique<httplib::SSLClient>(options.host, options.port, options.tls->certificate, options.tls->key);
  if (!options.tls->authority.empty()) client->set_ca_cert_path(options.tls->authority);
  client->enable_server_certificate_verification(true);
  return client;
}

bool is_visible(std::string_view target) {
  return target.starts_with('/') &&
         std::ranges::all_of(target, [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; });
}

}  // namespace

const char* name(ClientFailure failure) {
  static constexpr std::array names{"invalid-request", "no-connection",    "connect-timeout", "not-trusted",
                                    "no-answer",       "answer-too-large", "interrupted"};
  return names.at(static_cast<std::size_t>(failure));
}

class Client::Line {
 public:
  explicit Line(ClientOptions options) : options_(std::move(options)), client_(client_for(options_)) {
    (void)std::signal(SIGPIPE, SIG_IGN);
    client_->set_keep_alive(true);
    client_->set_tcp_nodelay(true);
    client_->set_follow_location(false);
    client_->set_url_encode(false);
    client_->set_decompress(false);
    client_->set_connection_timeout(options_.connect_time);
    client_->set_read_timeout(options_.idle_time);
    client_->set_write_timeout(options_.idle_time);
    client_->set_socket_options([](socket_t socket) { (void)::fcntl(socket, F_SETFD, FD_CLOEXEC); });
  }

  std::variant<Answer, ClientFailure> send(Method method, const std::string& target, const Headers& headers,
                                           std::string body, const std::string& content_type) {
    if (!is_visible(target) || !headers.valid() || !is_field_value(content_type)) {
      return ClientFailure::invalid_request;
    }
    httplib::Request request;
    request.method = name(method);
    request.path = target;
    request.set_header("User-Agent", "feira");
    for (const auto& field : headers.fields()) request.headers.emplace(field.name, field.value);
    if (!body.empty()) request.set_header("Content-Type", content_type);
    request.body = std::move(body);

    Answer answer;
    bool too_large = false;
    const auto deadline = Steady::now() + options_.answer_time;
    bool late = false;
    request.content_receiver = [&](const char* data, size_t size, uint64_t, uint64_t) {
      too_large = answer.body.size() + size > options_.body_bytes_max;
      late = Steady::now() > deadline;
      if (!too_large && !late) answer.body.append(data, size);
      return !too_large && !late;
    };

    httplib::Response response;
    auto error = httplib::Error::Success;
    interrupted_ = false;
    if (!client_->send(request, response, error)) {
      if (interrupted_) return ClientFailure::interrupted;
      return too_large ? ClientFailure::answer_too_large : failure(error);
    }
    answer.status = response.status;
    for (const auto& [field, value] : response.headers) answer.headers.add(field, value);
    // Values are percent-decoded on arrival and may hold anything: such an answer is none.
    if (!answer.headers.valid()) return ClientFailure::no_answer;
    return answer;
  }

  void interrupt() {
    interrupted_ = true;
    client_->stop();
  }

 private:
  static ClientFailure failure(httplib::Error error) {
    switch (error) {
      case httplib::Error::Connection:
      case httplib::Error::BindIPAddress:
        return ClientFailure::no_connection;
      case httplib::Error::ConnectionTimeout:
        return ClientFailure::connect_timeout;
      case httplib::Error::SSLConnection:
      case httplib::Error::SSLLoadingCerts:
      case httplib::Error::SSLServerVerification:
        return ClientFailure::not_trusted;
      default:
        return ClientFailure::no_answer;
    }
  }

  const ClientOptions options_;
  std::unique_ptr<httplib::ClientImpl> client_;
  std::atomic<bool> interrupted_ = false;
};

Client::Client(ClientOptions options) : line_(std::make_unique<Line>(std::move(options))) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

std::variant<Answer, ClientFailure> Client::send(Method method, const std::string& target, const Headers& headers,
                                                 std::string body, const std::string& content_type) {
  return line_->send(method, target, headers, std::move(body), content_type);
}

void Client::interrupt() { line_->interrupt(); }

}  // namespace feira::http
