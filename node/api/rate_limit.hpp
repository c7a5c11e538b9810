// How often one address may ask: a bucket of tokens for each, which fills at a steady rate.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace feira::node {

class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;

  RateLimit(std::uint32_t per_second, std::uint32_t burst) : per_second_(per_second), burst_(burst) {}

  /// Zero when it may; otherwise how long to wait. Any thread may ask.
  std::chrono::milliseconds take(std::string_view address, Clock::time_point now = Clock::now());

 private:
  struct Bucket {
    double tokens = 0;
    Clock::time_point filled;
  };
  void forget_full(Clock::time_point now);
  [[nodiscard]] double filled(const Bucket& bucket, Clock::time_point now) const;

  const std::uint32_t per_second_;
  const std::uint32_t burst_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

/// 127.0.0.0/8, ::1, and the first mapped into IPv6.
bool is_this_host(std::string_view address);
/// What one party may own: the address itself, or the first 64 bits of one of IPv6.
std::string party_of(std::string_view address);

}  // namespace feira::node
