#include "sim/check/atomic.hpp"

namespace feira::check {

void Atomic::decided(Moment now, const PurchaseFacts& facts, const Decision& decision, std::uint64_t made,
                     const Directory& names) {
  if (!decision.sold() || facts.told == 0 || facts.told_decision.sold()) return;
  findings_.add(now, names.product_id(facts.product),
                "purchase " + text(facts.key) + " of " + names.text_of_product(facts.product) +
                    " was sold after its buyer had been told " + text(facts.told_decision.outcome),
                {facts.told, made});
}

void Atomic::told(Moment now, const PurchaseFacts& facts, const Decision& decision, const Directory& names) {
  const bool sale = facts.decided != 0 && facts.decision.sold();
  ++(decision.sold() ? sold_ : refused_);
  if (decision.sold() == sale) return;
  const std::string what = "purchase " + text(facts.key) + " of " + names.text_of_product(facts.product);
  findings_.add(now, names.product_id(facts.product),
                decision.sold() ? what + " was answered sold without a durable sale at the owner"
                                : what + " was answered " + text(decision.outcome) + " though it is sold",
                {facts.made, now.event});
}

void Atomic::asked(Moment now, const PurchaseFacts& facts, const Decision& decision, const Purchase& wanted,
                   std::uint64_t when, const Directory& names) {
  if (decision.is_for(wanted)) return;
  findings_.add(now, names.product_id(facts.product),
                "purchase " + text(facts.key) + " of " + names.text_of_product(facts.product) + " was asked for with " +
                    std::to_string(wanted.quantity) + " pieces and answered with the decision on " +
                    std::to_string(decision.purchase.quantity) +
                    (decision.purchase.quantity == wanted.quantity ? " at another price" : ""),
                {when, now.event});
}

Verdict Atomic::verdict() const {
  return {Property::atomic, findings_.holds(),
          std::to_string(sold_) + " told sold, " + std::to_string(refused_) + " told refused", sold_ + refused_,
          findings_.first()};
}

}  // namespace feira::check
