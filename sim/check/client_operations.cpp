#include "sim/check/client_operations.hpp"

#include <algorithm>

#include "sim/check/shelf_model.hpp"
#include "sim/linearizability/search.hpp"

namespace feira::check {
namespace {

using linearizability::Budget;
using linearizability::Function;
using linearizability::never;
using linearizability::Object;
using linearizability::Operation;
using linearizability::Place;
using linearizability::Step;

/// For one product of one run: some hundredths of a second.
constexpr Budget budget_of_a_product{.steps = 4'000'000, .memory = std::uint64_t{64} << 20U};

struct Mark {
  Place place;
  Step step;
};

/// Invokes and returns in the order of their events.
std::vector<Step> steps_of(const std::vector<Operation>& operations) {
  std::vector<Mark> marks;
  for (std::uint32_t i = 0; i < operations.size(); ++i) {
    marks.push_back({operations[i].invoked, Step::invoke(i)});
    if (operations[i].returns()) marks.push_back({operations[i].returned, Step::answer(i)});
  }
  std::sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) {
    return a.place != b.place ? a.place < b.place : a.step.operation() < b.step.operation();
  });
  std::vector<Step> steps;
  for (const Mark& mark : marks) steps.push_back(mark.step);
  return steps;
}

std::size_t most_open(const std::vector<Step>& steps) {
  std::size_t open = 0;
  std::size_t most = 0;
  for (const Step step : steps) {
    if (step.returns()) {
      --open;
    } else {
      most = std::max(most, ++open);
    }
  }
  return most;
}

template <std::size_t Words>
linearizability::Finding searched(const linearizability::History& history, const Object& object) {
  Budget budget = budget_of_a_product;
  return linearizability::Search<ShelfModel, Words>(history, object, budget).run([](std::size_t) {});
}

}  // namespace

Operation& ClientOperations::add(std::uint64_t asked, std::uint64_t answered, std::uint32_t purchase) {
  too_long_ = too_long_ || asked >= never || answered >= never;
  purchases_.push_back(purchase);
  Operation& operation = history_.operations.emplace_back();
  operation.invoked = static_cast<Place>(asked);
  operation.returned = answered == 0 ? never : static_cast<Place>(answered);
  return operation;
}

void ClientOperations::registered(std::int64_t pieces) {
  Operation& operation = add(0, 0, none);
  operation.function = Function::write;
  operation.a = pieces;
}

void ClientOperations::change(std::uint64_t asked, std::uint64_t answered, ChangeKind kind, std::int64_t pieces) {
  if (kind == ChangeKind::repriced || (answered == 0 && pieces <= 0 && kind != ChangeKind::removed)) return;
  Operation& operation = add(asked, answered, none);
  operation.function = kind == ChangeKind::restocked   ? Function::restock
                       : kind == ChangeKind::withdrawn ? Function::buy
                                                       : Function::write;
  operation.a = pieces;
  operation.result = true;
  operation.null = kind == ChangeKind::removed;
}

void ClientOperations::change_refused(std::uint64_t asked, std::uint64_t answered, std::int64_t pieces,
                                      bool found_nothing) {
  Operation& operation = add(asked, answered, none);
  operation.function = Function::buy;
  operation.a = pieces;
  operation.null = found_nothing;
}

void ClientOperations::purchase(const PurchaseFacts& facts, std::uint32_t index) {
  if (facts.told != 0 && facts.told <= facts.asked) return;  // told before it was asked for: a cancelling
  Operation& operation = add(facts.asked, facts.told, index);
  operation.function = Function::buy;
  const bool told = facts.told != 0;
  operation.a = told                 ? facts.told_decision.purchase.quantity
                : facts.decided != 0 ? facts.decision.purchase.quantity
                                     : facts.quantity;
  operation.result = told && facts.told_decision.sold();
  operation.null = told && facts.told_decision.outcome == Outcome::refused_removed;
}

ClientOperations::Finding ClientOperations::search() {
  if (too_long_) return {linearizability::Answer::unknown, none, 0, 0};
  const Object object{"", steps_of(history_.operations)};
  const std::size_t open = most_open(object.steps);
  const linearizability::Finding found = open <= 64    ? searched<1>(history_, object)
                                         : open <= 512 ? searched<8>(history_, object)
                                                       : searched<64>(history_, object);
  if (found.answer != linearizability::Answer::violated) return {found.answer, none, 0, 0};
  const Operation& culprit = history_.operations[found.operation];
  return {found.answer, purchases_[found.operation], culprit.invoked, culprit.returned};
}

}  // namespace feira::check
