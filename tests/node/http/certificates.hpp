// Certificates for an hour, made on the spot.
#pragma once

#include <filesystem>
#include <string>

namespace feira::http::test {

/// A folder with files in PEM: NAME.crt and NAME.key for each name asked for, and authority.crt, who signed them all.
class Certificates {
 public:
  Certificates();
  ~Certificates();
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  /// Valid for 127.0.0.1, and for a client of this common name.
  void issue(const std::string& name);
  [[nodiscard]] std::string path(const std::string& file) const { return folder_ / file; }

 private:
  class Issuer;
  std::filesystem::path folder_;
  Issuer* issuer_;
};

}  // namespace feira::http::test
