#include "sim/check/kept_trace.hpp"

#include <algorithm>

#include "sim/check/describe.hpp"
#include "sim/check/render.hpp"

namespace feira::check {
namespace {

struct Topic {
  Bearing bearing = Bearing::never;
  ProductId product;
};

struct MessageTopic {
  Topic operator()(const Heartbeat&) const { return {Bearing::carrier, {}}; }
  Topic operator()(const InterestTold& told) const { return {Bearing::carrier, told.interest.product}; }
  Topic operator()(const InterestsWanted&) const { return {Bearing::carrier, {}}; }
  Topic operator()(const Settled&) const { return {Bearing::carrier, {}}; }
  Topic operator()(const Grant& grant) const { return {Bearing::topical, grant.product}; }
  Topic operator()(const Commit& commit) const { return {Bearing::topical, commit.interest.product}; }
  Topic operator()(const Release& release) const { return {Bearing::topical, release.product}; }
  Topic operator()(const LastWord& word) const { return {Bearing::topical, word.product}; }
  Topic operator()(const Cancel& cancel) const { return {Bearing::topical, cancel.product}; }
  Topic operator()(const CancelAnswer& answer) const { return {Bearing::topical, answer.product}; }
  Topic operator()(const CatalogueWanted&) const { return {Bearing::carrier, {}}; }
  Topic operator()(const CatalogueDifference&) const { return {Bearing::carrier, {}}; }
  Topic operator()(const Hello&) const { return {Bearing::carrier, {}}; }
  Topic operator()(const Welcome&) const { return {Bearing::carrier, {}}; }
};

struct RecordTopic {
  Topic operator()(const Started&) const { return {}; }
  Topic operator()(const InterestMade& made) const { return {Bearing::topical, made.interest.product}; }
  Topic operator()(const InterestClosed&) const { return {}; }
  Topic operator()(const Voided&) const { return {Bearing::universal, {}}; }
  Topic operator()(const Decided& decided) const { return {Bearing::topical, decided.product}; }
  Topic operator()(const ProductChanged& changed) const { return {Bearing::topical, changed.product.id}; }
  Topic operator()(const LeaseBound&) const { return {}; }
  Topic operator()(const FrontierMarked&) const { return {}; }
  Topic operator()(const ReplicaAdvanced&) const { return {}; }
  Topic operator()(const Joined&) const { return {Bearing::universal, {}}; }
  Topic operator()(const MemberChanged&) const { return {Bearing::universal, {}}; }
  Topic operator()(const LeaveBegun&) const { return {Bearing::universal, {}}; }
};

Topic topic_of(const Event& event) {
  if (event.message != nullptr) return std::visit(MessageTopic{}, event.message->body);
  if (event.record != nullptr) return std::visit(RecordTopic{}, event.record->body);
  if (event.hook != nullptr) return {Bearing::topical, event.hook->product};
  if (event.delivery != nullptr) return {Bearing::topical, event.delivery->product};
  if (event.invocation != nullptr) return {Bearing::topical, event.invocation->product};
  if (event.kind == EventKind::crash || event.kind == EventKind::recover) return {Bearing::universal, {}};
  return {};
}

}  // namespace

void KeptTrace::observe(const Event& event) {
  const Topic topic = topic_of(event);
  KeptEvent& kept = events_.emplace_back();
  kept.number = event.number;
  kept.time = event.time;
  kept.kind = event.kind;
  kept.bearing = topic.bearing;
  kept.departed = event.departed;
  kept.last = event.last;
  kept.process = event.process;
  kept.peer = event.peer;
  kept.id = event.id;
  kept.made = event.made;
  kept.product = topic.product;
  if (event.record != nullptr && event.record->kind() == RecordKind::interest_made) {
    kept.interest = std::get<InterestMade>(event.record->body).interest.id.number;
  }
  if (event.invocation != nullptr) kept.token_from = event.invocation->token_from.value;
  const bool is_send = event.kind == EventKind::send && event.message != nullptr;
  kept.text = is_send ? describe(*event.message, names_) : render(event, names_);
}

const KeptEvent* KeptTrace::find(std::uint64_t number) const {
  const auto found = std::lower_bound(events_.begin(), events_.end(), number,
                                      [](const KeptEvent& event, std::uint64_t n) { return event.number < n; });
  return found == events_.end() || found->number != number ? nullptr : &*found;
}

}  // namespace feira::check
