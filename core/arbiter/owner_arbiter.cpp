#include "core/arbiter/owner_arbiter.hpp"

#include <algorithm>
#include <utility>

namespace feira {

void OwnerArbiter::reset(const Config& config, std::uint32_t epoch, Duration bound, LocalTime wait_until) {
  sections_.clear();
  leases_.reset(config, bound, wait_until);
  last_token_ = FencingToken{epoch, 0};
  due_ = never;
}

void OwnerArbiter::start_over(std::uint32_t epoch, LocalTime now) {
  for (Section& each : sections_) {
    each.held.reset();
    std::erase_if(each.queue, [](const Waiting& w) { return !w.change; });
  }
  leases_.wait_again(now);
  last_token_ = FencingToken{epoch, 0};
  set_due(now);
}

bool OwnerArbiter::before(const Waiting& a, const Waiting& b, const Step& step) {
  if (step.ablated(Ablation::queue_order)) return false;
  if (a.sum != b.sum) return a.sum < b.sum;
  if (a.change.has_value() != b.change.has_value()) return b.change.has_value();
  if (a.change) return a.order < b.order;
  return a.interest.id < b.interest.id && !step.ablated(Ablation::tie_break);
}

OwnerArbiter::Section& OwnerArbiter::section(ProductId product) {
  const auto at = std::lower_bound(sections_.begin(), sections_.end(), product,
                                   [](const Section& s, ProductId id) { return s.product < id; });
  if (at != sections_.end() && at->product == product) return *at;
  return *sections_.insert(at, Section{product, {}, {}});
}

OwnerArbiter::Waiting* OwnerArbiter::find(Section& section, InterestId id) {
  const auto at = std::find_if(section.queue.begin(), section.queue.end(),
                               [&](const Waiting& w) { return !w.change && w.interest.id == id; });
  return at == section.queue.end() ? nullptr : &*at;
}

void OwnerArbiter::insert(Section& section, Waiting waiting, const Step& step) {
  auto at = section.queue.end();
  while (at != section.queue.begin() && before(waiting, *std::prev(at), step)) --at;
  section.queue.insert(at, std::move(waiting));
}

void OwnerArbiter::leave_queue(Section& section, InterestId id) {
  std::erase_if(section.queue, [&](const Waiting& w) { return !w.change && w.interest.id == id; });
}

void OwnerArbiter::enqueue(OwnerSide owner, const Interest& interest) {
  Section& entered = section(interest.product);
  insert(entered, Waiting{interest.clock.sum(), 0, interest, std::nullopt}, owner.step);
  advance(owner, entered);
}

void OwnerArbiter::enqueue(OwnerSide owner, RequestId request, const Change& change) {
  Section& entered = section(subject(change));
  insert(entered, Waiting{owner.step.clock().sum(), ++changes_made_, {}, LocalChange{request, change}}, owner.step);
  advance(owner, entered);
}

bool OwnerArbiter::decided(OwnerSide owner, const Interest& interest) {
  if (!interest.purchases_known) return false;
  return std::all_of(interest.purchases.begin(), interest.purchases.end(), [&](const Purchase& purchase) {
    const Decision* made = owner.shop.decision(interest.product, purchase.key);
    return made != nullptr && Shop::stands(owner.step, *made);
  });
}

void OwnerArbiter::tell_last_word(OwnerSide owner, const Interest& interest, std::optional<Ablation> broken_by) {
  LastWord word{interest.id, interest.product, false, owner.shop.decisions(interest.product, interest.purchases)};
  word.ended = !interest.purchases_known || !owner.shop.all_decided(interest.product, interest.purchases);
  if (!owner.step.ablated(Ablation::last_word_covered)) owner.step.cover(interest.id);
  owner.step.send(interest.id.origin, std::move(word), broken_by);
}

bool OwnerArbiter::try_grant(OwnerSide owner, Section& section, const Interest& head) {
  Step& step = owner.step;
  const MarketplaceId holder = head.id.origin;
  const Peer* peer = owner.peers.find(holder);
  const bool self = holder == step.me();
  // For ourselves, t and r are both now.
  const LocalTime told = self ? step.now : peer == nullptr ? LocalTime{} : peer->told;
  LocalTime came = self ? step.now : peer == nullptr ? LocalTime{} : peer->came;
  const Incarnation incarnation = self ? step.incarnation : peer == nullptr ? Incarnation{} : peer->incarnation;
  if (incarnation == Incarnation{}) return false;
  if (step.ablated(Ablation::lease_on_holder_clock)) came = step.now;
  const Duration lease = leases_.length(holder);
  if (came + lease <= step.now) return false;
  leases_.cover(step, holder);
  ++last_token_.counter;
  Grant grant{head.id, head.product, last_token_, incarnation, told + holders_part(lease, step), lease,
              0,       {},           false,       {}};
  const Product* product = owner.catalogue.own().find(head.product);
  grant.removed = product == nullptr || product->removed;
  if (product != nullptr) {
    grant.stock = product->stock;
    grant.price = product->price;
  }
  for (const Decision& made : owner.shop.decisions(head.product, head.purchases)) {
    if (Shop::stands(step, made)) grant.decided.push_back(made.purchase.key);
  }
  section.held = Held{grant, step.now, came + lease};
  due_ = std::min(due_, came + lease);
  step.send(holder, std::move(grant));
  return true;
}

void OwnerArbiter::advance(OwnerSide owner, Section& section) {
  if (leases_.waiting(owner.step.now)) {
    due_ = std::min(due_, leases_.wait_until());
    return;
  }
  std::size_t place = 0;  // the head, unless an ablation passes over it
  while (!section.held && place < section.queue.size()) {
    Waiting& head = section.queue[place];
    const auto at = section.queue.begin() + static_cast<std::ptrdiff_t>(place);
    if (head.change) {
      Shop::change(owner.step, owner.catalogue, head.change->request, head.change->change);
      section.queue.erase(at);
      continue;
    }
    const bool closes = decided(owner, head.interest) && !owner.step.ablated(Ablation::decided_head);
    if (!closes && try_grant(owner, section, head.interest)) return;
    if (!closes && owner.step.ablated(Ablation::end_the_silent)) {
      ++place;
      continue;
    }
    tell_last_word(owner, head.interest);
    section.queue.erase(at);
  }
}

void OwnerArbiter::end(OwnerSide owner, Section& section, InterestId id) {
  if (section.held && section.held->grant.interest == id) section.held.reset();
  if (const Waiting* waiting = find(section, id)) tell_last_word(owner, waiting->interest);
  leave_queue(section, id);
  advance(owner, section);
}

void OwnerArbiter::retold(OwnerSide owner, const Interest& interest) {
  Section& entered = section(interest.product);
  Waiting* waiting = find(entered, interest.id);
  if (waiting == nullptr) {
    tell_last_word(owner, interest);
    return;
  }
  if (!waiting->interest.purchases_known && interest.purchases_known) waiting->interest = interest;
  if (entered.held && entered.held->grant.interest == interest.id) {
    Grant again = entered.held->grant;
    const Peer* peer = owner.peers.find(interest.id.origin);
    if (peer != nullptr && owner.step.ablated(Ablation::grant_unchanged)) {
      again.until = peer->told + holders_part(again.lease, owner.step);
    }
    owner.step.send(interest.id.origin, std::move(again));
  } else {
    advance(owner, entered);
  }
}

void OwnerArbiter::handle(OwnerSide owner, const Commit& commit) {
  Section& entered = section(commit.interest.product);
  if (Waiting* waiting = find(entered, commit.interest.id); waiting != nullptr && !waiting->interest.purchases_known) {
    if (owner.step.ablated(Ablation::purchases_with_commit)) return;
    waiting->interest = commit.interest;
  }
  const bool current = entered.held && entered.held->grant.token == commit.token;
  const bool closed = decided(owner, commit.interest);
  if (closed && find(entered, commit.interest.id) != nullptr) {
    end(owner, entered, commit.interest.id);
  } else if (!closed && (current || owner.step.ablated(Ablation::fencing))) {
    accept(owner, entered, commit);
  } else {
    retold(owner, commit.interest);
  }
}

void OwnerArbiter::accept(OwnerSide owner, Section& section, const Commit& commit) {
  const InterestId id = commit.interest.id;
  if (section.held && section.held->grant.token == commit.token) {
    if (!owner.step.ablated(Ablation::lease_adapts)) {
      leases_.committed(id.origin, owner.step.now - section.held->from, owner.step.options());
    }
    section.held.reset();
  }
  owner.shop.commit(owner.step, owner.catalogue, commit);
  // One durable record, and only then the answer.
  tell_last_word(owner, commit.interest, Ablation::durable_decision);
  leave_queue(section, id);
  leases_.lower(owner.step, longest_outstanding());
  advance(owner, section);
}

void OwnerArbiter::handle(OwnerSide owner, MarketplaceId from, const Release& release) {
  Section& entered = section(release.product);
  const bool current = entered.held && entered.held->grant.token == release.token && release.interest.origin == from;
  if (current) end(owner, entered, release.interest);
}

void OwnerArbiter::reborn(OwnerSide owner, MarketplaceId holder) {
  for (Section& each : sections_) {
    if (each.held && each.held->grant.interest.origin == holder) end(owner, each, each.held->grant.interest);
  }
}

void OwnerArbiter::gone(OwnerSide owner, MarketplaceId origin) {
  for (Section& each : sections_) {
    std::vector<InterestId> waiting;
    for (const Waiting& w : each.queue) {
      const bool holds = each.held && !w.change && each.held->grant.interest == w.interest.id;
      if (!w.change && !holds && w.interest.id.origin == origin) waiting.push_back(w.interest.id);
    }
    for (const InterestId id : waiting) end(owner, each, id);
  }
}

void OwnerArbiter::wake(OwnerSide owner) {
  for (Section& each : sections_) {
    if (each.held && each.held->until <= owner.step.now) {
      const InterestId id = each.held->grant.interest;
      if (!owner.step.ablated(Ablation::lease_adapts)) {
        leases_.ended_without_commit(id.origin, owner.step.options());
      }
      end(owner, each, id);
    } else {
      advance(owner, each);
    }
  }
  set_due(owner.step.now);
}

void OwnerArbiter::set_due(LocalTime now) {
  due_ = never;
  for (const Section& each : sections_) {
    if (each.held) {
      due_ = std::min(due_, each.held->until);
    } else if (!each.queue.empty() && leases_.waiting(now)) {
      due_ = std::min(due_, leases_.wait_until());
    }
  }
}

Duration OwnerArbiter::longest_outstanding() const {
  Duration longest{};
  for (const Section& each : sections_) {
    if (each.held) longest = std::max(longest, each.held->grant.lease);
  }
  return longest;
}

bool OwnerArbiter::idle() const {
  return std::all_of(sections_.begin(), sections_.end(), [](const Section& s) { return s.queue.empty(); });
}

}  // namespace feira
