#include "sim/campaign/histogram.hpp"

#include <algorithm>
#include <bit>

namespace feira::campaign {
namespace {

constexpr unsigned bits_kept = 7;  // 128 buckets for each power of two
constexpr std::uint64_t per_octave = std::uint64_t{1} << bits_kept;

// Values below 128 have buckets of their own. Above, the leading bit says which octave, the seven below it which
// bucket.
std::size_t bucket_of(std::uint64_t value) {
  if (value < per_octave) return value;
  const auto octave = static_cast<unsigned>(std::bit_width(value)) - 1 - bits_kept;
  return (octave + 1) * per_octave + ((value >> octave) - per_octave);
}

std::uint64_t middle_of(std::size_t bucket) {
  if (bucket < per_octave) return bucket;
  const std::uint64_t octave = bucket / per_octave - 1;
  const std::uint64_t low = (per_octave + bucket % per_octave) << octave;
  return low + (std::uint64_t{1} << octave) / 2;
}

}  // namespace

void Histogram::add(Duration value) {
  const auto bucket = bucket_of(static_cast<std::uint64_t>(std::max<std::int64_t>(value.ns, 0)));
  if (bucket >= buckets_.size()) buckets_.resize(bucket + 1);
  ++buckets_[bucket];
  ++count_;
}

Duration Histogram::quantile(std::uint64_t per_thousand) const {
  // The rank of the wanted value, from 1, without overflow for any count.
  const std::uint64_t rank =
      std::max<std::uint64_t>(1, count_ / 1000 * per_thousand + (count_ % 1000 * per_thousand + 999) / 1000);
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
    seen += buckets_[bucket];
    if (seen >= rank) return {static_cast<std::int64_t>(middle_of(bucket))};
  }
  return {};
}

}  // namespace feira::campaign
