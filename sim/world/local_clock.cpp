#include "sim/world/local_clock.hpp"

namespace feira::sim {

GlobalTime LocalClock::first_at(LocalTime reading) const {
  if (reading <= origin_) return since_;
  // Unsigned, so that `never` minus a negative origin has room.
  const std::uint64_t wanted = static_cast<std::uint64_t>(reading.ns) - static_cast<std::uint64_t>(origin_.ns);
  if (wanted >= static_cast<std::uint64_t>(end_of_time.ns) / 2) return end_of_time;
  const auto left = static_cast<std::int64_t>(wanted);
  // floor(e * rate / million) >= left exactly when e >= ceil(left * million / rate).
  const std::int64_t rest = left % rate_;
  const std::int64_t elapsed = left / rate_ * million + (rest * million + rate_ - 1) / rate_;
  return elapsed >= end_of_time.ns - since_.ns ? end_of_time : GlobalTime{since_.ns + elapsed};
}

}  // namespace feira::sim
