#include "core/marketplace.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "core/hasher.hpp"

namespace feira {

Marketplace::Marketplace(Config config) : config_(std::move(config)) {}

Step Marketplace::begin(LocalTime now, Effects& out) {
  last_step_ = now;
  return Step(now, config_, membership_, incarnation_, clock_, delivery_.frontier(), journal_, out);
}

// --- starting and recovering ----------------------------------------------------------------------------------------

void Marketplace::start(LocalTime now, std::span<const Record> journal, Effects& out,
                        std::optional<RecordNumber> last) {
  *this = Marketplace(std::move(config_));
  membership_.reset(config_);
  catalogue_.reset(config_.me, membership_);
  joining_ = config_.sponsor != MarketplaceId{};
  shop_.reset(config_);
  for (const Record& record : journal) recover(record);
  journal_.made = journal_.awaited = journal_.durable = last.value_or(journal.size());
  ++incarnation_.value;
  const bool first = journal.empty();
  const bool knows_frontier = !first && !config_.ablations.has(Ablation::frontier_in_records);
  const VectorClock frontier = knows_frontier ? journal.back().frontier : VectorClock{};
  if (!first) clock_ = journal.back().clock;
  if (config_.ablations.has(Ablation::clock_in_records)) {
    const Count own = clock_[config_.me];
    clock_ = {};
    clock_.set(config_.me, own);
  }
  journal_.frontier = frontier;
  peers_.reset(membership_, config_.me, now);
  delivery_.reset(config_, membership_, frontier, clock_, now);
  for (const Record& record : journal) {
    if (const auto* voided = std::get_if<Voided>(&record.body)) delivery_.pass_over(voided->origin, voided->range, now);
  }
  if (first || config_.ablations.has(Ablation::lease_bound)) lease_bound_ = config_.options.lease;
  const bool waits = !first && !config_.ablations.has(Ablation::recovery_wait);
  arbiter_.reset(config_, epoch(), lease_bound_, waits ? now + lease_bound_ : now);
  desk_.start_over(now);
  Step step = begin(now, out);
  step.record(Started{incarnation_});
  if (first) step.record(LeaseBound{lease_bound_});
  if (joining_) {
    say_hello(step);
  } else {
    desk_.redeliver(buyers(step));
    deliver(step);
    for (const MemberEntry& member : membership_.all()) {
      if (membership_.gone(member.id)) desk_.owner_gone(step, member.id);
    }
    if (leaving_) withdraw_all(step);
    beat(step);
  }
  set_timer(step, out);
}

void Marketplace::recover(const Record& record) {
  const auto* started = std::get_if<Started>(&record.body);
  if (started != nullptr && !config_.ablations.has(Ablation::durable_incarnation)) incarnation_ = started->incarnation;
  if (const auto* made = std::get_if<InterestMade>(&record.body)) desk_.recover(*made);
  if (const auto* closed = std::get_if<InterestClosed>(&record.body)) desk_.recover(*closed);
  if (const auto* bound = std::get_if<LeaseBound>(&record.body)) lease_bound_ = bound->longest;
  if (const auto* changed = std::get_if<ProductChanged>(&record.body)) catalogue_.recover(*changed);
  if (const auto* advanced = std::get_if<ReplicaAdvanced>(&record.body)) catalogue_.recover(*advanced, config_.options);
  if (const auto* joined = std::get_if<Joined>(&record.body)) {
    joining_ = false;
    for (const MemberEntry& member : joined->members) membership_.take(member);
  }
  if (const auto* changed = std::get_if<MemberChanged>(&record.body)) {
    membership_.take(changed->member, config_.ablations);
  }
  if (std::holds_alternative<LeaveBegun>(record.body)) leaving_ = true;
  if (const auto* decided = std::get_if<Decided>(&record.body)) {
    catalogue_.recover(*decided);
    shop_.recover(*decided);
  }
}

void Marketplace::start_over(Step& step) {
  peers_.reset(membership_, config_.me, step.now);
  step.record(Started{incarnation_});
  arbiter_.start_over(epoch(), step.now);
  desk_.start_over(step.now);
  delivery_.start_over(step.now);
  catalogue_.start_over(step.now);
  if (joining_) {
    say_hello(step);
  } else {
    beat(step);
  }
}

/// The clock that comes with an input: a message's, or a causality token; null if there is none.
const VectorClock* Marketplace::clock_of(const Input& input) {
  if (const auto* arrived = std::get_if<MessageArrived>(&input)) return &arrived->message.get().clock;
  const auto* bought = std::get_if<BuyAsked>(&input);
  if (bought != nullptr && bought->token) return &*bought->token;
  const auto* cancelled = std::get_if<CancelAsked>(&input);
  return cancelled != nullptr && cancelled->token ? &*cancelled->token : nullptr;
}

// --- one step -------------------------------------------------------------------------------------------------------

void Marketplace::step(LocalTime now, const Input& input, Effects& out) {
  if (stopped()) {
    out.stopped = true;
    return;
  }
  if (now < last_step_ && !config_.ablations.has(Ablation::clock_goes_back)) {
    ++incarnation_.value;
    // What this step makes comes after its input, and so must its clock: the heartbeat and the record of the new life
    // too. (A heartbeat without it once let others make interests that happened after one whose count they did not
    // have.)
    if (const VectorClock* brought = clock_of(input);
        brought != nullptr && (*brought)[config_.me] <= clock_[config_.me]) {
      if (!config_.ablations.has(Ablation::clock_merge)) clock_.merge(*brought);
    }
    Step over = begin(now, out);
    start_over(over);
  }
  Step step = begin(now, out);
  std::visit([&](const auto& each) { take(step, each); }, input);
  if (leaving_ && !stopped()) go_on_leaving(step);
  set_timer(step, out);
}

void Marketplace::deliver(Step& step) {
  while (const std::optional<Interest> interest = delivery_.next(step)) {
    step.delivered(*interest);
    if (interest->product.owner != config_.me) continue;
    if (membership_.gone(interest->id.origin)) {
      Arbiter::turn_away(owner(step), *interest);
    } else {
      arbiter_.enqueue(owner(step), *interest);
    }
  }
}

void Marketplace::beat(Step& step) {
  next_heartbeat_ = step.now + config_.options.heartbeat;
  if (membership_.others() == 0) return;
  const bool gossips = !step.ablated(Ablation::membership_gossip);
  step.broadcast(Heartbeat{catalogue_.versions(), gossips ? membership_.changes() : MemberEntries{}}, {},
                 Ablation::count_after_durable);
}

void Marketplace::set_timer(Step&, Effects& out) {
  const LocalTime next = std::min({next_heartbeat_, delivery_.due(), desk_.due(), arbiter_.due()});
  if (next == timer_) return;
  timer_ = next;
  out.timer = next;
}

void Marketplace::take(Step& step, const TimerFired&) {
  timer_ = never;
  if (joining_) {
    if (next_heartbeat_ <= step.now) say_hello(step);
    return;
  }
  if (next_heartbeat_ <= step.now) beat(step);
  delivery_.repair(step, peers_);
  deliver(step);
  if (arbiter_.due() <= step.now) arbiter_.wake(owner(step));
  if (desk_.due() <= step.now) desk_.wake(buyers(step));
}

void Marketplace::take(Step&, const Durable& input) { journal_.durable = std::max(journal_.durable, input.through); }

// --- buyers and the operator ----------------------------------------------------------------------------------------

void Marketplace::stop(Step& step, StopReason reason) {
  stopped_because_ = reason;
  step.stop();
}

bool Marketplace::take_token(Step& step, const std::optional<VectorClock>& token) {
  if (!token) return true;
  if ((*token)[config_.me] > clock_[config_.me] && !step.ablated(Ablation::lost_disk_detection)) {
    stop(step, StopReason::lost_disk);
    return false;
  }
  if (!step.ablated(Ablation::clock_merge)) clock_.merge(*token);
  delivery_.expect(*token, step);
  return true;
}

void Marketplace::take(Step& step, const BuyAsked& input) {
  if (!take_token(step, input.token)) return;
  if (joining_ || leaving_) {
    step.reply(input.request, NotAccepted{joining_ ? NotAcceptedReason::not_yet_a_member : NotAcceptedReason::leaving});
    return;
  }
  if (membership_.gone(input.product.owner)) {
    step.reply(input.request, Unknown{});
    return;
  }
  const Product* product = catalogue_.find(input.product);
  if (product == nullptr) {
    step.reply(input.request, NotAccepted{NotAcceptedReason::unknown_product});
    return;
  }
  if (step.ablated(Ablation::owner_alone_refuses) && input.product.owner != config_.me &&
      product->stock < input.purchase.quantity) {
    step.reply(input.request, Answered{Decision{input.purchase, Outcome::refused_sold_out}});
    return;
  }
  const Decision* made = shop_.decision(input.product, input.purchase.key);
  if (made != nullptr && Shop::stands(step, *made)) {
    if (made->is_for(input.purchase) || step.ablated(Ablation::misuse_check)) {
      step.reply(input.request, Answered{*made});
    } else {
      step.reply(input.request, Misuse{});
    }
    return;
  }
  desk_.ask(buyers(step), input);
  deliver(step);
}

void Marketplace::take(Step& step, const CancelAsked& input) {
  if (!take_token(step, input.token)) return;
  if (joining_) {
    step.reply(input.request, NotAccepted{NotAcceptedReason::not_yet_a_member});
  } else if (membership_.gone(input.product.owner)) {
    step.reply(input.request, Unknown{});
  } else if (catalogue_.find(input.product) == nullptr) {
    step.reply(input.request, NotAccepted{NotAcceptedReason::unknown_product});
  } else if (input.product.owner == config_.me) {
    step.reply(input.request, Answered{shop_.cancel(step, catalogue_, input.product, input.key)});
  } else {
    desk_.ask(step, input);
  }
}

void Marketplace::take(Step& step, const PatienceEnded& input) { desk_.patience_ended(step, input.request); }

void Marketplace::take(Step& step, const ChangeAsked& input) {
  if (joining_ || leaving_) {
    step.reply(input.request, ChangeRefused{joining_ ? ChangeRefusal::not_yet_a_member : ChangeRefusal::leaving});
    return;
  }
  const ProductId product = subject(input.change);
  if (product != ProductId{} && product.owner != config_.me) {
    step.reply(input.request, ChangeRefused{ChangeRefusal::not_the_owner});
  } else if (takes_turn(input.change) && !step.ablated(Ablation::own_change_turn)) {
    arbiter_.enqueue(owner(step), input.request, input.change);
  } else {
    Shop::change(step, catalogue_, input.request, input.change);
  }
}

void Marketplace::take(Step& step, const HookEnded& input) { desk_.handle(step, input); }

void Marketplace::take(Step&, const HookSkipped& input) { desk_.handle(input); }

// --- messages -------------------------------------------------------------------------------------------------------

bool Marketplace::lost_its_disk(const Message& message, LocalTime now) const {
  if (message.from == config_.me || config_.ablations.has(Ablation::lost_disk_detection)) return false;
  if (message.clock[config_.me] > clock_[config_.me]) return true;
  const auto not_registered_yet = [this](ProductId product) {
    return product.owner == config_.me && product.local >= catalogue_.own().next_local();
  };
  if (const auto* told = std::get_if<InterestTold>(&message.body)) return not_registered_yet(told->interest.product);
  if (const auto* commit = std::get_if<Commit>(&message.body)) return not_registered_yet(commit->interest.product);
  if (const auto* cancel = std::get_if<Cancel>(&message.body)) return not_registered_yet(cancel->product);
  // A grant names a life of ours and a time in it that we have told: neither can lie ahead.
  if (const auto* grant = std::get_if<Grant>(&message.body)) {
    if (grant->interest.origin != config_.me) return false;  // meant for a former id at this address
    return grant->holder_incarnation > incarnation_ ||
           (grant->holder_incarnation == incarnation_ && grant->until > now + grant->lease);
  }
  if (const auto* heartbeat = std::get_if<Heartbeat>(&message.body)) {
    return heartbeat->versions[config_.me] > catalogue_.own().version();
  }
  if (const auto* wanted = std::get_if<CatalogueWanted>(&message.body)) {
    return wanted->owner == config_.me && wanted->have > catalogue_.own().version();
  }
  return false;
}

void Marketplace::take(Step& step, const MessageArrived& input) {
  const Message& message = input.message;
  if (lost_its_disk(message, step.now)) {
    stop(step, StopReason::lost_disk);
    return;
  }
  peers_.meet(message.from, step.now);
  const bool reborn = peers_.hear(message, step.now, config_.ablations);
  if (!step.ablated(Ablation::clock_merge)) clock_.merge(message.clock);
  if (joining_) {
    take_while_joining(step, message);
    return;
  }
  if (reborn && !step.ablated(Ablation::newer_life_ends_grant)) arbiter_.reborn(owner(step), message.from);
  // The interest inside goes first: what it brings is not missing.
  if (const auto* told = std::get_if<InterestTold>(&message.body)) delivery_.accept(told->interest, step);
  if (const auto* commit = std::get_if<Commit>(&message.body)) {
    const bool taught = !step.ablated(Ablation::purchases_with_commit);
    delivery_.accept(taught ? commit->interest : commit->interest.without_purchases(), step);
  }
  delivery_.expect(message.clock, step);
  if (!membership_.evicted(message.from) || believed_of_the_evicted(message)) {
    std::visit([&](const auto& body) { take(step, message.from, body); }, message.body);
  } else if (const auto* heartbeat = std::get_if<Heartbeat>(&message.body)) {
    // Nobody else may know what it does of somebody who left meanwhile.
    if (!learn_all(step, heartbeat->members)) return;
  }
  if (const auto* later = std::get_if<Welcome>(&message.body);
      later != nullptr && step.ablated(Ablation::later_welcomes_ignored)) {
    join(step, message, *later);
  }
  const bool asks = std::holds_alternative<Heartbeat>(message.body) || std::holds_alternative<Hello>(message.body);
  if (asks && membership_.gone(message.from) && !membership_.gone(config_.me)) {
    // No broadcast reaches it any more: so it learns that it was evicted, or that its farewell was heard.
    step.send(message.from, Heartbeat{catalogue_.versions(), membership_.changes()});
  }
  if (!stopped()) deliver(step);
}

void Marketplace::take(Step& step, MarketplaceId from, const Heartbeat& body) {
  if (!body.members.empty() && !learn_all(step, body.members)) return;
  catalogue_.handle(step, from, body);
  if (!leaving_ || !membership_.gone(config_.me)) return;
  if (std::find(farewell_heard_by_.begin(), farewell_heard_by_.end(), from) != farewell_heard_by_.end()) return;
  const bool knows = std::any_of(body.members.begin(), body.members.end(), [this](const MemberEntry& told) {
    return told.id == config_.me && told.standing != Standing::present;
  });
  if (knows) farewell_heard_by_.push_back(from);
}

void Marketplace::take(Step& step, MarketplaceId from, const InterestTold& body) {
  const Interest& interest = body.interest;
  const bool mine_to_arbitrate = interest.product.owner == config_.me && interest.id.origin == from;
  // Seen before this step, or else `deliver` would be the one to pass it on.
  if (mine_to_arbitrate && delivery_.passed(interest.id)) arbiter_.retold(owner(step), interest);
}

void Marketplace::take(Step& step, MarketplaceId from, const InterestsWanted& body) {
  if (body.origin == config_.me) {
    desk_.supply(step, from, body.ranges);
    return;
  }
  delivery_.supply(step, from, body);
}

void Marketplace::take(Step& step, MarketplaceId from, const Settled& body) {
  for (const CountRange& range : body.ranges) delivery_.pass_over(from, range, step.now);
}

void Marketplace::take(Step& step, MarketplaceId, const Grant& body) { desk_.handle(step, body); }

void Marketplace::take(Step& step, MarketplaceId, const Commit& body) {
  if (body.interest.product.owner != config_.me) return;
  deliver(step);  // after a crash the commit may be what brings its interest back
  if (delivery_.passed(body.interest.id)) arbiter_.handle(owner(step), body);
}

void Marketplace::take(Step& step, MarketplaceId from, const Release& body) {
  if (body.product.owner == config_.me) arbiter_.handle(owner(step), from, body);
}

void Marketplace::take(Step& step, MarketplaceId, const LastWord& body) { desk_.handle(buyers(step), body); }

void Marketplace::take(Step& step, MarketplaceId from, const Cancel& body) {
  if (body.product.owner != config_.me) return;
  step.send(from, CancelAnswer{body.product, shop_.cancel(step, catalogue_, body.product, body.key)});
}

void Marketplace::take(Step& step, MarketplaceId, const CancelAnswer& body) { desk_.handle(step, body); }

void Marketplace::take(Step& step, MarketplaceId from, const CatalogueWanted& body) {
  catalogue_.handle(step, from, body);
}

void Marketplace::take(Step& step, MarketplaceId, const CatalogueDifference& body) { catalogue_.handle(step, body); }

void Marketplace::take(Step& step, MarketplaceId from, const Hello& body) {
  if (membership_.gone(from)) return;
  learn(step, MemberEntry{from, body.name, Standing::present, false});
  step.send(from, Welcome{membership_.all(), catalogue_.whole()});
}

/// It has been let in already, and began with the clock of another welcome.
void Marketplace::take(Step&, MarketplaceId, const Welcome&) {}

// --- looking in -----------------------------------------------------------------------------------------------------

bool Marketplace::quiescent(std::span<const MarketplaceId> gone) const {
  return stopped() || (!joining_ && !leaving_ && desk_.idle(gone) && delivery_.idle() && arbiter_.idle());
}

bool Marketplace::replica_equals(const Marketplace& owner) const {
  const OwnerCatalogue* replica = catalogue_.of(owner.id());
  if (replica == nullptr) return owner.catalogue_.own().version() == 0;  // it has never sold anything
  return replica->same_offers(owner.catalogue_.own());
}

std::uint64_t Marketplace::hash() const {
  Hasher hasher;
  hash_into(hasher);
  return hasher.result();
}

void Marketplace::hash_into(Hasher& hasher) const {
  hasher.add(membership_, incarnation_, clock_, journal_, peers_, delivery_, catalogue_, shop_, arbiter_, desk_,
             lease_bound_, last_step_, next_heartbeat_, timer_, joining_, hellos_, leaving_, farewell_heard_by_,
             stopped_because_);
}

bool Marketplace::suspects(MarketplaceId member, LocalTime now) const {
  return peers_.suspects(member, now, config_.options);
}

}  // namespace feira
