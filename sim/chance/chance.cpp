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

namespace {

Words drawn(std::uint64_t seed, const Words& counter) {
  return philox4x32_10(counter, {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
}

std::uint64_t first_bits(const Words& block) { return std::uint64_t{block[1]} << 32 | block[0]; }

}  // namespace

Words Chance::words(const Address& address) const {
  const Words counter = counter_of(address);
  if (notes_ != nullptr) [[unlikely]]
    notes_->note(seed_, counter, address, of_family_);
  const bool later = past_ != nullptr && !past_->made_by(moment_, seed_, counter);
  return drawn(later ? fresh_ : seed_, counter);
}

std::uint64_t Chance::bits(const Address& address) const { return first_bits(words(address)); }

Chance Chance::about(const Address& address) const {
  const Words counter = counter_of(address);
  Chance family = *this;
  family.seed_ = first_bits(drawn(seed_, counter));
  family.fresh_ = past_ == nullptr ? family.seed_ : first_bits(drawn(fresh_, counter));
  family.of_family_ = true;
  if (notes_ != nullptr) [[unlikely]]
    notes_->note(seed_, counter, address, of_family_);
  return family;
}

Chance Chance::noted_in(Ledger& ledger) const {
  Chance noting = *this;
  noting.notes_ = &ledger;
  return noting;
}

Chance Chance::turned(const Ledger& ledger, DrawMoment moment, std::uint64_t fresh) const {
  Chance turned = *this;
  turned.notes_ = nullptr;
  turned.past_ = &ledger;
  turned.moment_ = moment;
  turned.fresh_ = fresh;
  return turned;
}

}  // namespace feira::chance
