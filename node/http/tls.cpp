#include "node/http/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace feira::http {
namespace {

std::string why() {
  const unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  const char* reason = ERR_reason_error_string(code);
  return reason == nullptr ? "cannot be used" : reason;
}

}  // namespace

void FreeTlsContext::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

std::variant<TlsContext, std::string> server_context(const TlsFiles& files) {
  TlsContext context(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* ctx = context.get();
  if (ctx == nullptr) return "TLS: " + why();
  SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
  SSL_CTX_set_options(ctx, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  static constexpr unsigned char session_name[] = "feira";
  SSL_CTX_set_session_id_context(ctx, session_name, sizeof(session_name) - 1);
  if (SSL_CTX_use_certificate_chain_file(ctx, files.certificate.c_str()) != 1) {
    return "certificate " + files.certificate + ": " + why();
  }
  if (SSL_CTX_use_PrivateKey_file(ctx, files.key.c_str(), SSL_FILETYPE_PEM) != 1) {
    return "key " + files.key + ": " + why();
  }
  if (SSL_CTX_check_private_key(ctx) != 1) return "key " + files.key + " is not that of " + files.certificate;
  if (!files.authority.empty()) {
    if (SSL_CTX_load_verify_file(ctx, files.authority.c_str()) != 1) {
      return "authority " + files.authority + ": " + why();
    }
    SSL_CTX_set_client_CA_list(ctx, SSL_load_client_CA_file(files.authority.c_str()));
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | (files.require_certificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0),
                       nullptr);
  }
  return context;
}

}  // namespace feira::http
