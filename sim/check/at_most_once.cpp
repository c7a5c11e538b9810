#include "sim/check/at_most_once.hpp"

namespace feira::check {

void AtMostOnce::decided(Moment now, const PurchaseFacts& facts, const Decision& decision, std::uint64_t made,
                         const Directory& names) {
  ++decisions_;
  if (facts.decided == 0) return;
  findings_.add(now, names.product_id(facts.product),
                "purchase " + text(facts.key) + " of " + names.text_of_product(facts.product) +
                    " was decided twice: " + text(facts.decision.outcome) + ", then " + text(decision.outcome),
                {facts.made, made});
}

void AtMostOnce::told(Moment now, const PurchaseFacts& facts, const Decision& decision, const Directory& names) {
  ++answers_;
  if (facts.told == 0 || facts.told_decision == decision) return;
  findings_.add(now, names.product_id(facts.product),
                "purchase " + text(facts.key) + " of " + names.text_of_product(facts.product) + " was answered " +
                    text(facts.told_decision.outcome) + ", later " + text(decision.outcome) +
                    (facts.told_decision.outcome == decision.outcome ? " for another quantity or price" : ""),
                {facts.told, now.event});
}

Verdict AtMostOnce::verdict() const {
  return {Property::at_most_once, findings_.holds(),
          counted(decisions_, "decision") + ", " + counted(answers_, "answer"), decisions_ + answers_,
          findings_.first()};
}

}  // namespace feira::check
