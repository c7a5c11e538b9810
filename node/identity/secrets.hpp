// Secrets: drawn from the system's entropy, kept in files that nobody else may read, compared in constant time. None of
// these functions puts a secret into an error.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace feira::node {

/// `bytes` random bytes.
std::string random_bytes(std::size_t bytes);
std::string hex_of(std::string_view bytes);
/// HMAC-SHA256, 32 bytes.
std::string mac(std::string_view key, std::string_view text);
/// SHA-256, 32 bytes.
std::string sha256(std::string_view text);
/// In a time that tells nothing of where they differ.
bool same_secret(std::string_view a, std::string_view b);

/// What peers of one consortium share.
struct ConsortiumKey {
  /// Names the consortium; no secret.
  std::string consortium;
  /// 32 bytes.
  std::string key;

  static ConsortiumKey draw();
  /// Throws `Refusal` when the file cannot be read, is not a key file, or others may read it.
  static ConsortiumKey read(const std::filesystem::path& file);
  void write(const std::filesystem::path& file) const;
};

/// Makes a file of mode 0600 that must not exist yet. Throws `Refusal`.
void write_secret_file(const std::filesystem::path& file, std::string_view content);
/// Throws `Refusal` when it cannot be read, or others than its owner may read it.
std::string read_secret_file(const std::filesystem::path& file, std::string_view what);

}  // namespace feira::node
