// What generators draw from: values of rapidcheck's generators, one after the other, without rapidcheck's headers.
//
// Draws are a function of where they began and of the calls made so far, the same for every compiler and library. So no
// two calls may stand in one expression, nor in the arguments of one call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

#include "core/time.hpp"

namespace rc {
class Random;
}

namespace feira::search {

/// Up to which size scenarios are generated; rapidcheck's nominal size.
inline constexpr int size_nominal = 100;

class Draws {
 public:
  /// Those of case `number` of all cases that grow from `seed`. No two share any.
  Draws(std::uint64_t seed, std::uint64_t number, int size);
  /// Those that rapidcheck itself would use.
  Draws(const rc::Random& random, int size);
  ~Draws();
  Draws(Draws&&) noexcept;
  Draws& operator=(Draws&&) noexcept;
  Draws(const Draws&) = delete;
  Draws& operator=(const Draws&) = delete;

  /// Draws of their own for one part of what is generated: whatever is drawn there moves nothing elsewhere.
  [[nodiscard]] Draws part();
  /// From 1 to `size_nominal`: how large the whole is to be.
  [[nodiscard]] int size() const { return size_; }

  /// True so many times out of a hundred.
  bool percent(int share);
  /// Uniform, both ends included; `low` if there is nothing above it.
  std::int64_t between(std::int64_t low, std::int64_t high);
  /// The same, up to what the size allows of it: with the smallest size hardly more than `low`.
  std::int64_t up_to(std::int64_t low, std::int64_t high);
  /// Uniform below `count`, which is not zero.
  std::size_t below(std::size_t count);
  /// The place of one of these weights, each as likely as it is heavy.
  std::size_t weighted(const std::vector<std::size_t>& weights);

  template <class Value>
  Value among(std::initializer_list<Value> values) {
    return *(values.begin() + below(values.size()));
  }
  template <class Value>
  const Value& one_of(const std::vector<Value>& values) {
    return values[below(values.size())];
  }
  template <class Value>
  Value weighed(std::initializer_list<std::pair<std::size_t, Value>> values) {
    std::vector<std::size_t> weights;
    for (const auto& [weight, value] : values) weights.push_back(weight);
    return (values.begin() + weighted(weights))->second;
  }

  /// Whole milliseconds, both ends included.
  Duration time_between(Duration low, Duration high);

 private:
  std::unique_ptr<rc::Random> random_;
  int size_ = size_nominal;
};

}  // namespace feira::search
