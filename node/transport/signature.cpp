#include "node/transport/signature.hpp"

#include <charconv>
#include <chrono>
#include <optional>

#include "node/identity/secrets.hpp"

namespace feira::node {

namespace {

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::int64_t wall_ms() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count();
}

std::string request_mac(std::string_view key, std::string_view method, std::string_view path, std::string_view time,
                        std::string_view nonce, std::string_view body) {
  std::string text = "request\n";
  for (const std::string_view part : {method, path, time, nonce}) {
    text += part;
    text += '\n';
  }
  return hex_of(mac(key, text + sha256(body)));
}

std::string answer_mac(std::string_view key, std::string_view nonce, std::string_view body) {
  return hex_of(mac(key, "answer\n" + std::string(nonce) + "\n" + sha256(body)));
}

Signer::Signer(std::string key) : key_(std::move(key)), session_(hex_of(random_bytes(12))) {}

Signature Signer::sign(std::string_view method, std::string_view path, std::string_view body) {
  Signature signature{std::to_string(wall_ms()), session_ + "-" + std::to_string(++count_), {}};
  signature.mac = request_mac(key_, method, path, signature.time, signature.nonce, body);
  return signature;
}

SignatureFault SignatureCheck::check(const Signature& signature, std::string_view method, std::string_view path,
                                     std::string_view body, std::int64_t now_ms) {
  const std::string_view nonce = signature.nonce;
  const std::size_t dash = nonce.rfind('-');
  const auto time = number_of<std::int64_t>(signature.time);
  if (dash == std::string_view::npos || !time) return SignatureFault::wrong;
  const auto count = number_of<std::uint64_t>(nonce.substr(dash + 1));
  if (!count) return SignatureFault::wrong;
  const std::string expected = request_mac(key_, method, path, signature.time, nonce, body);
  if (!same_secret(expected, signature.mac)) return SignatureFault::wrong;
  const bool in_window = *time <= now_ms + signature_window_ms && *time >= now_ms - signature_window_ms;
  if (!in_window) return SignatureFault::not_now;
  const std::lock_guard lock(mutex_);
  forget_old(now_ms);
  Session& session = sessions_[std::string(nonce.substr(0, dash))];
  if (*count <= session.highest) return SignatureFault::replayed;
  session = {*count, now_ms};
  return SignatureFault::none;
}

/// What a forgotten session has sent is too old to be taken again.
void SignatureCheck::forget_old(std::int64_t now_ms) {
  if (now_ms - forgot_ms_ < signature_window_ms) return;
  forgot_ms_ = now_ms;
  std::erase_if(sessions_, [&](const auto& each) { return now_ms - each.second.heard_ms > 2 * signature_window_ms; });
}

}  // namespace feira::node
