// Texts as numbers that can be put one after the other: a polynomial hash modulo 2^61 - 1, twice with different bases
// (Karp and Rabin 1987). Two texts of one length that are not equal have equal fingerprints with a probability below
// length^2 / 2^122, so comparing them is as good as comparing the texts, and appending takes constant time.
#pragma once

#include <cstdint>
#include <string_view>

namespace feira::linearizability {

class Fingerprint {
 public:
  Fingerprint() = default;
  explicit Fingerprint(std::string_view text) {
    for (const char c : text) push(c);
  }

  void push(char c) {
    const std::uint64_t digit = static_cast<unsigned char>(c) + std::uint64_t{1};
    first_ = plus(times(first_, base_first), digit);
    second_ = plus(times(second_, base_second), digit);
    power_first_ = times(power_first_, base_first);
    power_second_ = times(power_second_, base_second);
    ++length_;
  }
  void append(const Fingerprint& text) {
    first_ = plus(times(first_, text.power_first_), text.first_);
    second_ = plus(times(second_, text.power_second_), text.second_);
    power_first_ = times(power_first_, text.power_first_);
    power_second_ = times(power_second_, text.power_second_);
    length_ += text.length_;
  }

  [[nodiscard]] std::uint64_t length() const { return length_; }
  [[nodiscard]] std::uint64_t hash() const { return first_ ^ (second_ << 3); }
  friend bool operator==(const Fingerprint& a, const Fingerprint& b) {
    return a.first_ == b.first_ && a.second_ == b.second_ && a.length_ == b.length_;
  }

 private:
  static constexpr std::uint64_t prime = (std::uint64_t{1} << 61) - 1;
  static constexpr std::uint64_t base_first = 0x0B4E9D1C7A35F263U;
  static constexpr std::uint64_t base_second = 0x15C3A6F82D97E04BU;

  __extension__ typedef unsigned __int128 Wide;  // NOLINT(modernize-use-using): only a typedef takes __extension__

  static std::uint64_t reduced(std::uint64_t x) { return x >= prime ? x - prime : x; }
  static std::uint64_t plus(std::uint64_t a, std::uint64_t b) { return reduced(a + b); }
  static std::uint64_t times(std::uint64_t a, std::uint64_t b) {
    const Wide product = static_cast<Wide>(a) * b;
    return reduced((static_cast<std::uint64_t>(product) & prime) + static_cast<std::uint64_t>(product >> 61));
  }

  std::uint64_t first_ = 0;
  std::uint64_t second_ = 0;
  std::uint64_t power_first_ = 1;
  std::uint64_t power_second_ = 1;
  std::uint64_t length_ = 0;
};

}  // namespace feira::linearizability
