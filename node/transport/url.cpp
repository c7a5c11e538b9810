#include "node/transport/url.hpp"

#include <algorithm>
#include <charconv>

namespace feira::node {

namespace {

bool is_host(std::string_view host, bool bracketed) {
  const auto allowed = [&](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '.' || (bracketed ? c == ':' : c == '-' || c == '_');
  };
  return !host.empty() && host.size() < 254 && std::all_of(host.begin(), host.end(), allowed);
}

}  // namespace

std::optional<Url> parse_url(std::string_view text) {
  Url url;
  if (text.starts_with("https://")) {
    url.tls = true;
    url.port = 443;
  } else if (!text.starts_with("http://")) {
    return std::nullopt;
  }
  text.remove_prefix(url.tls ? 8 : 7);
  if (text.ends_with('/')) text.remove_suffix(1);
  const bool bracketed = text.starts_with('[');
  const std::size_t host_end = bracketed ? text.find(']') : text.find(':');
  if (bracketed && host_end == std::string_view::npos) return std::nullopt;
  const std::string_view host = bracketed ? text.substr(1, host_end - 1) : text.substr(0, host_end);
  if (!is_host(host, bracketed)) return std::nullopt;
  url.host = host;
  std::string_view rest = text.substr(std::min(text.size(), host.size() + (bracketed ? 2 : 0)));
  if (rest.empty()) return url;
  if (!rest.starts_with(':')) return std::nullopt;
  rest.remove_prefix(1);
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), url.port);
  if (error != std::errc{} || end != rest.data() + rest.size() || url.port == 0) return std::nullopt;
  return url;
}

std::string to_text(const Url& url) {
  const bool six = url.host.find(':') != std::string::npos;
  return std::string(url.tls ? "https://" : "http://") + (six ? "[" + url.host + "]" : url.host) + ":" +
         std::to_string(url.port);
}

}  // namespace feira::node
