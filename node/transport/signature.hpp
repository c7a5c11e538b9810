// How peers of one consortium know each other's requests: a MAC with the consortium's key over method, path, body, time
// and a nonce. A request that comes a second time is refused, and so is one from long ago.
//
//   Feira-Peer-Time   milliseconds since 1970
//   Feira-Peer-Nonce  SESSION-COUNT: the session is drawn by its sender, and counts up with each request
//   Feira-Peer-Mac    HMAC-SHA256 in hexadecimal
//
// An answer is signed with the nonce of its request, so that it cannot stand for another.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace feira::node {

inline constexpr const char* time_field = "Feira-Peer-Time";
inline constexpr const char* nonce_field = "Feira-Peer-Nonce";
inline constexpr const char* mac_field = "Feira-Peer-Mac";

/// How far the wall clocks of two marketplaces may be apart, and how late a request may come.
inline constexpr std::int64_t signature_window_ms = 120'000;

struct Signature {
  std::string time;
  std::string nonce;
  std::string mac;
};

/// Milliseconds since 1970.
std::int64_t wall_ms();

std::string request_mac(std::string_view key, std::string_view method, std::string_view path, std::string_view time,
                        std::string_view nonce, std::string_view body);
std::string answer_mac(std::string_view key, std::string_view nonce, std::string_view body);

/// Signs the requests of one sequence: they must be sent in the order in which they were signed.
class Signer {
 public:
  explicit Signer(std::string key);
  Signature sign(std::string_view method, std::string_view path, std::string_view body);

 private:
  const std::string key_;
  const std::string session_;
  std::uint64_t count_ = 0;
};

enum class SignatureFault : std::uint8_t {
  none,
  /// Not signed, or not with this consortium's key.
  wrong,
  /// Signed by a clock that is too far from ours.
  not_now,
  /// It has come before.
  replayed,
};

/// Remembers what has come. Any thread may ask.
class SignatureCheck {
 public:
  explicit SignatureCheck(std::string key) : key_(std::move(key)) {}
  SignatureFault check(const Signature& signature, std::string_view method, std::string_view path,
                       std::string_view body, std::int64_t now_ms);

 private:
  struct Session {
    std::uint64_t highest = 0;
    std::int64_t heard_ms = 0;
  };
  void forget_old(std::int64_t now_ms);

  const std::string key_;
  std::mutex mutex_;
  std::map<std::string, Session, std::less<>> sessions_;
  std::int64_t forgot_ms_ = 0;
};

}  // namespace feira::node
