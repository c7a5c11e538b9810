// TLS for the server: certificate and key, and whom to believe. OpenSSL stays in the .cpp files.
#pragma once

#include <memory>
#include <string>
#include <variant>

struct ssl_ctx_st;

namespace feira::http {

struct TlsFiles {
  /// PEM; the certificate with those between it and the root.
  std::string certificate;
  std::string key;
  /// PEM; who signs the certificates of clients. Empty: clients are not asked for one.
  std::string authority{};
  /// Clients without a certificate of `authority` are refused. Otherwise theirs is checked when they show one.
  bool require_certificate = false;
};

struct FreeTlsContext {
  void operator()(ssl_ctx_st* context) const;
};
using TlsContext = std::unique_ptr<ssl_ctx_st, FreeTlsContext>;

/// TLS 1.2 and later. The text says which file cannot be used and why; it never shows what is in the files.
std::variant<TlsContext, std::string> server_context(const TlsFiles& files);

}  // namespace feira::http
