#include "sim/check/directory.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace feira::check {

Directory::Directory(std::vector<Member> members) : members_(std::move(members)) {
  const std::size_t places = std::bit_ceil(std::max<std::size_t>(8, members_.size() * 4));
  slots_.assign(places, none);
  shift_ = 32U - static_cast<unsigned>(std::countr_zero(places));
  for (Dense i = 0; i < size(); ++i) {
    std::size_t slot = home(members_[i].id);
    while (slots_[slot] != none) slot = (slot + 1) & (places - 1);
    slots_[slot] = i;
  }
}

InterestRef Directory::of(const InterestId& id) const {
  if (id.number == 0 || id.number >= none) return {};
  return {of(id.origin), static_cast<std::uint32_t>(id.number)};
}

void Directory::label(Ware ware, const std::string& text) {
  if (labels_.size() <= ware) labels_.resize(ware + 1);
  labels_[ware] = text;
}

void Directory::spread(const VectorClock& clock, std::uint32_t* out) const {
  if (clock.entries().size() == size() && clock.entries().back().marketplace == members_.back().id) {
    // Sorted, as many as there are members, and none beyond the last: these are the members, unless a stranger hides
    // among them, which the slow way sorts out.
    bool all = true;
    for (Dense i = 0; i < size(); ++i) {
      all &= clock.entries()[i].marketplace == members_[i].id;
      out[i] = static_cast<std::uint32_t>(clock.entries()[i].count);
    }
    if (all) return;
  }
  std::fill_n(out, size(), 0U);
  Dense next = 0;
  for (const VectorClock::Entry& entry : clock.entries()) {
    // Both are sorted by id, so the next entry is nearly always the next member.
    while (next < size() && members_[next].id < entry.marketplace) ++next;
    if (next == size()) return;
    if (members_[next].id == entry.marketplace) {
      out[next] = static_cast<std::uint32_t>(entry.count);
    }
  }
}

std::string Directory::text(InterestRef interest) const {
  const std::string origin = interest.origin < size() ? name(interest.origin) : "nobody";
  return origin + "#" + std::to_string(interest.number);
}

std::string Directory::text_of_product(Ware ware) const {
  if (ware >= products()) return "no product";
  if (ware < labels_.size() && !labels_[ware].empty()) return labels_[ware];
  const ProductId id = product_id(ware);
  const Dense owner = of(id.owner);
  return (owner == none ? std::to_string(id.owner.value) : name(owner)) + "/" + std::to_string(id.local);
}

std::string text(FencingToken token) { return std::to_string(token.epoch) + "." + std::to_string(token.counter); }

std::string text(const IdempotencyKey& key) {
  std::string out = std::to_string(key.high & UINT32_MAX) + "." + std::to_string(key.low);
  if (const std::uint64_t above = key.high >> 32; above != 0) out.insert(0, std::to_string(above) + ":");
  return out;
}

const char* text(Outcome outcome) {
  static constexpr std::array<const char*, 7> words = {"sold",
                                                       "refused: sold out",
                                                       "refused: removed",
                                                       "refused: cancelled",
                                                       "refused: declined",
                                                       "refused: invalid",
                                                       "refused: price changed"};
  return words[static_cast<std::size_t>(outcome)];
}

}  // namespace feira::check
