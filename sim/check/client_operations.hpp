// The history of one product's clients, put together for the search for a linearization. Only needed where a witness
// has failed.
#pragma once

#include <cstdint>
#include <vector>

#include "core/journal/record.hpp"
#include "sim/check/purchases.hpp"
#include "sim/linearizability/history.hpp"
#include "sim/linearizability/verdict.hpp"

namespace feira::check {

/// Events are given by their numbers; an answer of zero never came.
class ClientOperations {
 public:
  /// A registration whose answer was lost.
  void registered(std::int64_t pieces);
  void change(std::uint64_t asked, std::uint64_t answered, ChangeKind kind, std::int64_t pieces);
  /// Refused because there were fewer pieces, or no product.
  void change_refused(std::uint64_t asked, std::uint64_t answered, std::int64_t pieces, bool found_nothing);
  /// `index`: for the finding.
  void purchase(const PurchaseFacts& facts, std::uint32_t index);

  struct Finding {
    linearizability::Answer answer = linearizability::Answer::linearizable;
    /// Of the operation that cannot be placed: its purchase, or `none` for a change, and its events.
    std::uint32_t purchase = none;
    std::uint64_t invoked = 0;
    std::uint64_t returned = 0;
  };
  Finding search();

 private:
  linearizability::Operation& add(std::uint64_t asked, std::uint64_t answered, std::uint32_t purchase);

  linearizability::History history_;
  std::vector<std::uint32_t> purchases_;  // by operation
  bool too_long_ = false;
};

}  // namespace feira::check
