// The address of a marketplace: "http://HOST[:PORT]" or "https://HOST[:PORT]", nothing behind it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace feira::node {

struct Url {
  bool tls = false;
  /// An IPv6 address without its brackets.
  std::string host;
  std::uint16_t port = 80;
  friend bool operator==(const Url&, const Url&) = default;
};

std::optional<Url> parse_url(std::string_view text);
std::string to_text(const Url& url);

}  // namespace feira::node
