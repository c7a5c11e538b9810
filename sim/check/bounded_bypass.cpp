#include "sim/check/bounded_bypass.hpp"

namespace feira::check {

void BoundedBypass::queued(Moment now, Ware product, InterestRef interest) {
  Queue& at = queue(product);
  if (find(at, interest) != at.waiting.size()) return;
  ++queued_;
  at.waiting.push_back({interest, now.event});
  at.passed.insert(at.passed.end(), words_, 0);
}

bool BoundedBypass::granted(Moment now, Ware product, InterestRef interest, const Directory& names) {
  Queue& at = queue(product);
  const std::size_t place = find(at, interest);
  const std::uint64_t bit = std::uint64_t{1} << interest.origin % 64;
  // All that stand before it were delivered earlier. One granted in the step of its delivery does not stand here yet.
  for (std::size_t i = 0; i < place; ++i) {
    const Queue::Waiting& earlier = at.waiting[i];
    if (earlier.interest.origin == interest.origin) continue;
    std::uint64_t& passed = at.passed[i * words_ + interest.origin / 64];
    ++bypasses_;
    if ((passed & bit) != 0) {
      findings_.add(now, names.product_id(product),
                    names.text(earlier.interest) + " waits for " + names.text_of_product(product) + " while a second " +
                        "later interest of " + names.name(interest.origin) + ", " + names.text(interest) +
                        ", is granted",
                    {earlier.since, now.event});
    }
    passed |= bit;
  }
  const bool contended = at.waiting.size() > (place == at.waiting.size() ? 0U : 1U);
  if (place != at.waiting.size()) leave(at, place);
  return contended;
}

void BoundedBypass::closed(Ware product, InterestRef interest) {
  Queue& at = queue(product);
  const std::size_t place = find(at, interest);
  if (place != at.waiting.size()) leave(at, place);
}

void BoundedBypass::owner_crashed(Dense owner, const Directory& names) {
  for (Ware product = 0; product < products_.size(); ++product) {
    if (names.of(names.product_id(product).owner) != owner) continue;
    products_[product].waiting.clear();
    products_[product].passed.clear();
  }
}

BoundedBypass::Queue& BoundedBypass::queue(Ware product) {
  if (products_.size() <= product) products_.resize(product + 1);
  return products_[product];
}

void BoundedBypass::leave(Queue& queue, std::size_t place) const {
  queue.waiting.erase(queue.waiting.begin() + static_cast<std::ptrdiff_t>(place));
  const auto first = queue.passed.begin() + static_cast<std::ptrdiff_t>(place * words_);
  queue.passed.erase(first, first + static_cast<std::ptrdiff_t>(words_));
}

std::size_t BoundedBypass::find(const Queue& queue, InterestRef interest) {
  std::size_t place = 0;
  while (place < queue.waiting.size() && queue.waiting[place].interest != interest) ++place;
  return place;
}

Verdict BoundedBypass::verdict() const {
  return {Property::bounded_bypass, findings_.holds(),
          std::to_string(queued_) + " queued, " + std::to_string(bypasses_) + " passed by another", queued_,
          findings_.first()};
}

}  // namespace feira::check
