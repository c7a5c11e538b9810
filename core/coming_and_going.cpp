// How a marketplace joins the consortium, hears of others' coming and going, and leaves.
//
// Theory of operation. A newcomer says hello, to its sponsor and later to whomever it has heard of, until a welcome
// comes. It then starts with the sponsor's clock as its own clock and as its delivery frontier: nothing that anybody
// had made by then concerns it, since it owned nothing. One record holds both, and only what is done after that record
// is done as a member; a crash before it is no more than a late hello.
//
// Whatever else is ignored of a message (before the welcome; a later welcome; what an evicted member says), its clock
// is not: it was received, so what is made from now on happened after it.
//
// A leaver refuses new business, withdraws its products (each removal takes its turn in the queue, and whoever waits
// behind it is refused), and waits for the last word on its interests. Then it has left, durably. It goes on beating
// and answering until all whom it hears, and half of the others at least, have told that they know.

#include <algorithm>

#include "core/marketplace.hpp"

namespace feira {

namespace {

/// After so many hellos in vain to the sponsor, others are asked too.
constexpr std::uint32_t hellos_to_the_sponsor_alone = 3;

}  // namespace

// --- joining --------------------------------------------------------------------------------------------------------

void Marketplace::say_hello(Step& step) {
  next_heartbeat_ = step.now + config_.options.retransmit;
  const MemberEntry* mine = membership_.find(config_.me);
  const Hello hello{mine == nullptr ? std::string() : mine->name};
  step.send(config_.sponsor, hello);
  if (++hellos_ <= hellos_to_the_sponsor_alone) return;
  for (const Peer& peer : peers_.all()) {
    if (peer.id != config_.sponsor) step.send(peer.id, hello);
  }
}

void Marketplace::take_while_joining(Step& step, const Message& message) {
  if (const auto* welcome = std::get_if<Welcome>(&message.body)) {
    join(step, message, *welcome);
  } else if (const auto* heartbeat = std::get_if<Heartbeat>(&message.body)) {
    const bool evicted = std::any_of(
        heartbeat->members.begin(), heartbeat->members.end(),
        [this](const MemberEntry& told) { return told.id == config_.me && told.standing != Standing::present; });
    if (evicted) stop(step, StopReason::evicted);
  }
}

void Marketplace::join(Step& step, const Message& message, const Welcome& welcome) {
  for (const MemberEntry& member : welcome.members) {
    membership_.take(member);
    peers_.meet(member.id, step.now);
  }
  joining_ = false;
  const bool begins_here = !step.ablated(Ablation::welcome_frontier);
  delivery_.reset(config_, membership_, begins_here ? message.clock : VectorClock{}, clock_, step.now);
  step.record(Joined{membership_.all()}, Ablation::durable_join);
  for (const CatalogueDifference& difference : welcome.catalogues) catalogue_.handle(step, difference);
  beat(step);
}

// --- hearing of others ----------------------------------------------------------------------------------------------

void Marketplace::learn(Step& step, const MemberEntry& told) {
  if (!membership_.take(told, config_.ablations)) return;
  peers_.meet(told.id, step.now);
  step.record(MemberChanged{*membership_.find(told.id)});
  if (!membership_.gone(told.id) || told.id == config_.me) return;
  desk_.owner_gone(step, told.id);
  if (step.ablated(Ablation::eviction_ends_no_lease)) arbiter_.reborn(owner(step), told.id);
  arbiter_.gone(owner(step), told.id);
}

bool Marketplace::learn_all(Step& step, const MemberEntries& told) {
  for (const MemberEntry& member : told) {
    if (member.id != config_.me) {
      learn(step, member);
    } else if (member.standing == Standing::evicted) {
      stop(step, StopReason::evicted);
      return false;
    } else if (member.standing == Standing::left && !membership_.gone(config_.me)) {
      stop(step, StopReason::lost_disk);  // it has left, and does not know it
      return false;
    }
  }
  return true;
}

void Marketplace::take(Step& step, const EvictAsked& input) {
  if (joining_ || input.member == config_.me || input.member == MarketplaceId{}) {
    step.reply(input.request, ChangeRefused{ChangeRefusal::not_the_owner});
    return;
  }
  const MemberEntry* known = membership_.find(input.member);
  learn(step, MemberEntry{input.member, known == nullptr ? std::string() : known->name, Standing::evicted, false});
  step.reply(input.request, MemberNoted{input.member});
}

bool Marketplace::believed_of_the_evicted(const Message& message) {
  switch (message.kind()) {
    case MessageKind::interest:
    case MessageKind::settled:           // others need not wait for what it has made
    case MessageKind::interests_wanted:  // what it lacks it may have
    case MessageKind::commit:            // it was let in, and what its hooks have done is decided while its lease lasts
    case MessageKind::release:
    case MessageKind::grant:      // is given back
    case MessageKind::last_word:  // concerns nothing any more
      return true;
    case MessageKind::heartbeat:
    case MessageKind::cancel:
    case MessageKind::cancel_answer:
    case MessageKind::catalogue_wanted:
    case MessageKind::catalogue_difference:
    case MessageKind::hello:
    case MessageKind::welcome:
      return false;
  }
  return false;
}

// --- leaving --------------------------------------------------------------------------------------------------------

void Marketplace::take(Step& step, const LeaveAsked& input) {
  if (!joining_ && !leaving_) {
    leaving_ = true;
    step.record(LeaveBegun{});
    withdraw_all(step);
  }
  step.reply(input.request, MemberNoted{config_.me});
}

void Marketplace::withdraw_all(Step& step) {
  std::vector<ProductId> products;
  for (const Product& product : catalogue_.own().products()) {
    if (!product.removed) products.push_back(product.id);
  }
  for (const ProductId product : products) arbiter_.enqueue(owner(step), RequestId{}, RemoveProduct{product});
}

bool Marketplace::nothing_left_to_do() const {
  const auto removed = [](const Product& product) { return product.removed; };
  return desk_.idle() && arbiter_.idle() &&
         std::all_of(catalogue_.own().products().begin(), catalogue_.own().products().end(), removed);
}

bool Marketplace::farewell_heard(LocalTime now) const {
  if (membership_.others() == 0) return true;
  const auto heard_by = [this](MarketplaceId id) {
    return std::find(farewell_heard_by_.begin(), farewell_heard_by_.end(), id) != farewell_heard_by_.end();
  };
  std::size_t heard = 0;
  for (const MemberEntry& member : membership_.all()) {
    if (member.id == config_.me || membership_.gone(member.id)) continue;
    if (heard_by(member.id)) {
      ++heard;
    } else if (!peers_.suspects(member.id, now, config_.options)) {
      return false;
    }
  }
  return heard * 2 >= membership_.others();  // a word that one member has may go with it
}

void Marketplace::go_on_leaving(Step& step) {
  if (!membership_.gone(config_.me)) {
    if (!nothing_left_to_do()) return;
    learn(step, MemberEntry{config_.me, {}, Standing::left, false});
    beat(step);
  }
  const bool durable = journal_.durable >= journal_.awaited;
  if (durable && farewell_heard(step.now)) stop(step, StopReason::left);
}

}  // namespace feira
