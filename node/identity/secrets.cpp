#include "node/identity/secrets.hpp"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <stdexcept>

#include "node/refusal.hpp"

namespace feira::node {

namespace {

constexpr std::string_view key_header = "feira consortium key, version 1\n";
constexpr std::size_t secret_file_bytes_max = 4096;
constexpr std::size_t consortium_hex_digits = 16;
constexpr std::size_t key_bytes = 32;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

int value_of(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  return -1;
}

/// Empty when it is not hexadecimal.
std::string bytes_of_hex(std::string_view hex) {
  std::string bytes;
  if (hex.size() % 2 != 0) return bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = value_of(hex[i]);
    const int low = value_of(hex[i + 1]);
    if (high < 0 || low < 0) return {};
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

std::string reason() { return std::strerror(errno); }

struct Descriptor {
  int fd;
  ~Descriptor() { close(fd); }
};

}  // namespace

std::string random_bytes(std::size_t bytes) {
  std::string drawn(bytes, '\0');
  if (bytes > INT_MAX || RAND_bytes(bytes_of(drawn), static_cast<int>(bytes)) != 1) {
    throw std::runtime_error("the system gives no random bytes");
  }
  return drawn;
}

std::string hex_of(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex += digits[byte >> 4U];
    hex += digits[byte & 15U];
  }
  return hex;
}

std::string mac(std::string_view key, std::string_view text) {
  std::string result(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(), bytes_of(result), &size);
  result.resize(size);
  return result;
}

std::string sha256(std::string_view text) {
  std::string result(SHA256_DIGEST_LENGTH, '\0');
  SHA256(bytes_of(text), text.size(), bytes_of(result));
  return result;
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void write_secret_file(const std::filesystem::path& file, std::string_view content) {
  const Descriptor out{open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (out.fd < 0) throw Refusal("cannot make " + file.string() + ": " + reason());
  const ssize_t written = write(out.fd, content.data(), content.size());
  if (written != static_cast<ssize_t>(content.size()) || fsync(out.fd) != 0) {
    throw Refusal("cannot write " + file.string() + ": " + reason());
  }
}

std::string read_secret_file(const std::filesystem::path& file, std::string_view what) {
  const std::string named = std::string(what) + " " + file.string();
  const Descriptor in{open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  struct stat status{};
  if (in.fd < 0 || fstat(in.fd, &status) != 0) throw Refusal("cannot read the " + named + ": " + reason());
  if ((status.st_mode & 077U) != 0) {
    throw Refusal("others may read the " + named + "; make it yours alone:  chmod 600 " + file.string());
  }
  std::string content(secret_file_bytes_max, '\0');
  const ssize_t got = read(in.fd, content.data(), content.size());
  if (got < 0) throw Refusal("cannot read the " + named + ": " + reason());
  content.resize(static_cast<std::size_t>(got));
  return content;
}

ConsortiumKey ConsortiumKey::draw() {
  return {hex_of(random_bytes(consortium_hex_digits / 2)), random_bytes(key_bytes)};
}

void ConsortiumKey::write(const std::filesystem::path& file) const {
  write_secret_file(file, std::string(key_header) + "consortium " + consortium + "\nkey " + hex_of(key) + "\n");
}

ConsortiumKey ConsortiumKey::read(const std::filesystem::path& file) {
  const std::string content = read_secret_file(file, "consortium key");
  std::string_view rest = content;
  const auto take = [&rest](std::string_view expected) {
    const bool there = rest.starts_with(expected);
    if (there) rest.remove_prefix(expected.size());
    return there;
  };
  ConsortiumKey read;
  if (take(key_header) && take("consortium ")) {
    read.consortium = std::string(rest.substr(0, consortium_hex_digits));
    rest.remove_prefix(std::min(rest.size(), consortium_hex_digits));
    if (take("\nkey ") && rest.ends_with('\n')) read.key = bytes_of_hex(rest.substr(0, rest.size() - 1));
  }
  const bool whole = bytes_of_hex(read.consortium).size() == consortium_hex_digits / 2 && read.key.size() == key_bytes;
  if (!whole) {
    throw Refusal(file.string() + " is no consortium key of version 1; `feira node init` makes one as consortium.key");
  }
  return read;
}

}  // namespace feira::node
