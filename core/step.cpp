#include "core/step.hpp"

namespace feira {

void Step::append(RecordBody body) {
  ++journal_.made;
  if (out_.records.empty()) out_.first_record = journal_.made;
  out_.records.push_back(Record{clock_, frontier_, std::move(body)});
}

void Step::record(RecordBody body, std::optional<Ablation> broken_by) {
  append(std::move(body));
  hurries_ = hurries_ || (broken_by && ablated(*broken_by));
  journal_.awaited = journal_.made;
  journal_.frontier = frontier_;
}

void Step::record_replica(ReplicaAdvanced body) { append(std::move(body)); }

void Step::cover(InterestId id) {
  if (journal_.frontier[id.origin] < id.number) record(FrontierMarked{});
}

void Step::emit(MarketplaceId to, MarketplaceId except, Body body, std::optional<Ablation> broken_by) {
  const bool at_once = hurries_ || (broken_by && ablated(*broken_by));
  out_.sends.push_back(
      Send{to, except, journal_.awaited, at_once, Message{me(), incarnation, now, clock_, std::move(body)}});
}

void Step::reply(RequestId request, const Answer& answer, std::optional<Ablation> broken_by) {
  if (request == RequestId{}) return;
  const bool at_once = hurries_ || (broken_by && ablated(*broken_by));
  out_.replies.push_back(Reply{request, journal_.awaited, answer, clock_, at_once});
}

void Step::start_hook(ProductId product, const Purchase& purchase, FencingToken token, LocalTime until) {
  out_.hooks.push_back(StartHook{product, purchase, token, until, journal_.awaited, incarnation});
}

}  // namespace feira
