#include "node/api/rate_limit.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace feira::node {
namespace {

/// With more addresses than this, those that have been quiet are forgotten.
constexpr std::size_t addresses_max = 10'000;

}  // namespace

double RateLimit::filled(const Bucket& bucket, Clock::time_point now) const {
  const std::chrono::duration<double> since = now - bucket.filled;
  return std::min<double>(burst_, bucket.tokens + since.count() * per_second_);
}

std::chrono::milliseconds RateLimit::take(std::string_view address, Clock::time_point now) {
  if (per_second_ == 0) return {};
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= addresses_max) forget_full(now);
  auto& bucket = buckets_.try_emplace(std::string(address), Bucket{static_cast<double>(burst_), now}).first->second;
  bucket.tokens = filled(bucket, now);
  bucket.filled = now;
  if (bucket.tokens < 1) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil((1 - bucket.tokens) * 1000 / per_second_)));
  }
  bucket.tokens -= 1;
  return {};
}

void RateLimit::forget_full(Clock::time_point now) {
  std::erase_if(buckets_, [&](const auto& entry) { return filled(entry.second, now) >= burst_; });
  // All busy: a flood from many addresses. Everybody starts anew rather than that memory grows.
  if (buckets_.size() >= addresses_max) buckets_.clear();
}

bool is_this_host(std::string_view address) {
  return address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
}

std::string party_of(std::string_view address) {
  in6_addr bytes{};
  if (inet_pton(AF_INET6, std::string(address).c_str(), &bytes) != 1 || IN6_IS_ADDR_V4MAPPED(&bytes)) {
    return std::string(address);
  }
  return {reinterpret_cast<const char*>(&bytes), 8};
}

}  // namespace feira::node
