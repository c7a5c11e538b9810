#include "sim/check/fencing.hpp"

namespace feira::check {

void Fencing::accepted(Moment now, Ware product, FencingToken token, std::uint64_t made, const Directory& names) {
  if (products_.size() <= product) products_.resize(product + 1);
  Last& last = products_[product];
  ++accepted_;
  if (last.made != 0 && token <= last.token) {
    findings_.add(now, names.product_id(product),
                  "a commit for " + names.text_of_product(product) + " with token " + text(token) +
                      " was decided on after one with token " + text(last.token),
                  {last.made, made});
  }
  last = {token, made};
}

Verdict Fencing::verdict() const {
  return {Property::fencing, findings_.holds(), counted(accepted_, "accepted commit"), accepted_, findings_.first()};
}

}  // namespace feira::check
