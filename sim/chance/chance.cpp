#include "sim/chance/chance.hpp"

#include <Random123/philox.h>

#include <cstdlib>

namespace feira::chance {

Words philox4x32_10(const Words& counter, const Key& key) {
  const philox4x32_ctr_t in{{counter[0], counter[1], counter[2], counter[3]}};
  const philox4x32_key_t with{{key[0], key[1]}};
  const philox4x32_ctr_t out = philox4x32_R(10, in, with);
  return {out.v[0], out.v[1], out.v[2], out.v[3]};
}

Words counter_of(const Address& address) {
  if (address.ordinal >= ordinal_limit) std::abort();
  const auto low = static_cast<std::uint32_t>(address.ordinal);
  const auto high = static_cast<std::uint32_t>(address.ordinal >> 32);  // 8 bits
  const std::uint32_t about = high | std::uint32_t{address.kind} << 8 | std::uint32_t{address.purpose} << 16 |
                              static_cast<std::uint32_t>(address.stream) << 24;
  return {low, about, address.a, address.b};
}

Words Chance::words(const Address& address) const {
  const Key key{static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32)};
  return philox4x32_10(counter_of(address), key);
}

std::uint64_t Chance::bits(const Address& address) const {
  const Words block = words(address);
  return std::uint64_t{block[1]} << 32 | block[0];
}

}  // namespace feira::chance
