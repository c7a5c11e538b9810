#include "node/live/port.hpp"

#include <arpa/inet.h>
#include <unistd.h>

#include <array>

#include "node/discovery/discovery.hpp"
#include "node/refusal.hpp"
#include "node/transport/url.hpp"

namespace feira::node {

namespace {

bool is_loopback(const std::string& bind) {
  return bind == "localhost" || bind == "::1" || (bind.starts_with("127.") && bind.find(':') == std::string::npos);
}

http::ServerOptions server_options(const NodeSettings& settings, std::uint16_t port) {
  http::ServerOptions options;
  options.bind = settings.bind;
  options.port = port;
  if (!settings.tls_cert.empty()) {
    options.tls = http::TlsFiles{settings.tls_cert, settings.tls_key, settings.tls_ca, false};
  }
  return options;
}

}  // namespace

std::unique_ptr<http::Server> bound_server(const NodeSettings& settings) {
  if (!is_loopback(settings.bind) && settings.tls_cert.empty() && !settings.plain_http_beyond_this_host) {
    throw Refusal("--bind " + settings.bind +
                  " can be reached from other machines, and without TLS everybody on the way can read and change what "
                  "is said; give --tls-cert, --tls-key and --tls-ca, or say --plain-http-beyond-this-host if that is "
                  "what you want");
  }
  if (settings.port) {
    auto server = std::make_unique<http::Server>(server_options(settings, *settings.port));
    if (const auto error = server->bind()) {
      throw Refusal(error->text + (error->in_use ? "; choose another with --port, or stop who has it" : ""));
    }
    return server;
  }
  for (std::uint16_t port = first_port; port <= last_port; port += customary_step) {
    auto server = std::make_unique<http::Server>(server_options(settings, port));
    const auto error = server->bind();
    if (!error) return server;
    if (!error->in_use) throw Refusal(error->text);
  }
  throw Refusal("all customary ports 10000, 10010, ... 10090 are in use; choose another with --port");
}

std::string own_url(const NodeSettings& settings, std::uint16_t port) {
  if (!settings.advertise.empty()) return settings.advertise;
  Url url{!settings.tls_cert.empty(), settings.bind, port};
  const bool any = settings.bind == "0.0.0.0" || settings.bind == "::";
  if (any) {
    std::array<char, 256> host{};
    if (gethostname(host.data(), host.size() - 1) == 0) url.host = host.data();
  } else if (settings.bind == "localhost") {
    url.host = "127.0.0.1";
  }
  return to_text(url);
}

}  // namespace feira::node
