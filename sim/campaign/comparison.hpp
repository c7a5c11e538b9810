// Two runs of one seed, compared event by event. The first run's events are kept as text; the second's are compared as
// they come, and the first that differs is remembered.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace feira::campaign {

/// Two runs of one seed were not the same.
struct Mismatch {
  std::uint64_t seed = 0;
  /// The number of the first event that differs, from 1; zero when only the final states do.
  std::uint64_t event = 0;
  /// How each of the two runs has it; empty when that run was over before.
  std::string first;
  std::string second;
  friend bool operator==(const Mismatch&, const Mismatch&) = default;
};

class Comparison {
 public:
  void add_first(std::string_view event) {
    text_ += event;
    ends_.push_back(text_.size());
  }

  void add_second(std::string_view event) {
    const std::size_t place = seconds_++;
    if (difference_ || (place < ends_.size() && event == kept(place))) return;
    difference_ =
        Mismatch{0, place + 1, place < ends_.size() ? std::string(kept(place)) : std::string(), std::string(event)};
  }

  /// Once both runs are over. `first` and `second` are their digests.
  [[nodiscard]] std::optional<Mismatch> result(std::uint64_t seed, std::uint64_t first, std::uint64_t second) const {
    auto found = difference_;
    if (!found && seconds_ < ends_.size()) {
      found = Mismatch{0, seconds_ + 1, std::string(kept(seconds_)), std::string()};
    }
    if (!found && first != second) found.emplace();
    if (found) found->seed = seed;
    return found;
  }

 private:
  [[nodiscard]] std::string_view kept(std::size_t place) const {
    const std::size_t begin = place == 0 ? 0 : ends_[place - 1];
    return std::string_view(text_).substr(begin, ends_[place] - begin);
  }

  std::string text_;  // the first run's events, one after the other
  std::vector<std::size_t> ends_;
  std::size_t seconds_ = 0;
  std::optional<Mismatch> difference_;
};

}  // namespace feira::campaign
