#include "certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace feira::http::test {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

Key new_key() { return {EVP_EC_gen("P-256"), &EVP_PKEY_free}; }

Certificate new_certificate(const std::string& common_name, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key) {
  static long serial = 1;
  Certificate certificate(X509_new(), &X509_free);
  X509* x = certificate.get();
  X509_set_version(x, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x), serial++);
  X509_gmtime_adj(X509_getm_notBefore(x), -60);
  X509_gmtime_adj(X509_getm_notAfter(x), 3600);
  X509_set_pubkey(x, key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
  X509_set_issuer_name(x, X509_get_subject_name(issuer == nullptr ? x : issuer));
  const auto extend = [&](int what, const char* value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value);
    X509_add_ext(x, extension, -1);
    X509_EXTENSION_free(extension);
  };
  extend(NID_basic_constraints, issuer == nullptr ? "critical,CA:TRUE" : "CA:FALSE");
  if (issuer != nullptr) extend(NID_subject_alt_name, "IP:127.0.0.1");
  X509_sign(x, issuer_key, EVP_sha256());
  return certificate;
}

File open(const std::filesystem::path& path) { return {std::fopen(path.c_str(), "w"), &std::fclose}; }

}  // namespace

class Certificates::Issuer {
 public:
  Key key = new_key();
  Certificate certificate = new_certificate("authority", key.get(), nullptr, key.get());
};

Certificates::Certificates() : issuer_(new Issuer) {
  std::string pattern = std::filesystem::temp_directory_path() / "feira-certificates-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = pattern;
  PEM_write_X509(open(folder_ / "authority.crt").get(), issuer_->certificate.get());
}

Certificates::~Certificates() {
  std::filesystem::remove_all(folder_);
  delete issuer_;
}

void Certificates::issue(const std::string& name) {
  const Key key = new_key();
  const auto certificate = new_certificate(name, key.get(), issuer_->certificate.get(), issuer_->key.get());
  PEM_write_X509(open(folder_ / (name + ".crt")).get(), certificate.get());
  PEM_write_PrivateKey(open(folder_ / (name + ".key")).get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

}  // namespace feira::http::test
