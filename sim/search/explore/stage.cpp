#include "sim/search/explore/stage.hpp"

#include <algorithm>
#include <utility>

#include "sim/kernel/require.hpp"

namespace feira::explore {

using kernel::require;

void Stage::begin(Dense me, Site& site, Book& book, LocalTime now, Outcome& outcome) {
  me_ = me;
  site_ = &site;
  book_ = &book;
  outcome_ = &outcome;
  now_ = now;
  own_.clear();
  undurable_.clear();
  skipped_.clear();
  site.watch.next_step();
}

// --- inputs ---------------------------------------------------------------------------------------------------------

void Stage::start() {
  effects_.clear();
  site_->core.start(now_, site_->journal, effects_);
  perform();
  settle();
}

void Stage::register_products() {
  for (const scenario::ProductSpec& product : setting_.scenario.products) {
    if (product.owner >= setting_.scenario.marketplaces.size()) continue;
    if (setting_.scenario.marketplaces[product.owner] != setting_.name(me_)) continue;
    const RegisterProduct change{product.id, product.sku, product.price, product.stock};
    step(ChangeAsked{RequestId{++site_->requests}, change});
    settle();
  }
}

void Stage::deliver(const Parcel& parcel) {
  site_->watch.received(parcel.known);
  step(MessageArrived{parcel.message});
  settle();
}

void Stage::ask(std::size_t client) {
  Client& asks = site_->clients[client];
  const Buyer& buyer = setting_.buyers[asks.buyer];
  asks.stands = Client::Stands::asked;
  asks.request = RequestId{++site_->requests};
  step(BuyAsked{asks.request, buyer.wants, buyer.purchase, {}});
  settle();
}

void Stage::end_hook(std::size_t hook, bool confirmed) {
  const StartHook ended = site_->hooks[hook].hook;
  site_->hooks.erase(site_->hooks.begin() + static_cast<std::ptrdiff_t>(hook));
  step(HookEnded{ended.product, ended.purchase.key, ended.token, confirmed});
  settle();
}

void Stage::fire_timer() {
  site_->wake = never;
  step(TimerFired{});
  settle();
}

void Stage::make_durable() {
  note_durable(site_->made);
  settle();
}

void Stage::crash(std::uint64_t survive) {
  Site& site = *site_;
  const RecordNumber kept = site.durable + survive;
  for (RecordNumber number = site.durable + 1; number <= kept; ++number) {
    site.watch.durable(site.journal[number - 1], number, *book_, outcome_->findings);
  }
  site.journal.erase(site.journal.begin() + static_cast<std::ptrdiff_t>(kept), site.journal.end());
  site.made = site.durable = kept;
  site.held.clear();
  site.hooks.clear();
  site.wake = never;
  site.watch.crashed(site.journal, *book_, outcome_->findings);
  // Who has had no answer asks again, with the same key.
  for (Client& each : site.clients) {
    if (each.stands == Client::Stands::asked) each = Client{each.buyer, Client::Stands::outside, {}, {}};
  }
  start();
}

// --- effects --------------------------------------------------------------------------------------------------------

void Stage::step(const Input& input) {
  effects_.clear();
  site_->core.step(now_, input, effects_);
  perform();
}

/// In the order in which the step made them: what an effect's `after` does not cover was made later.
void Stage::perform() {
  deliveries_ = sends_ = replies_ = hooks_ = 0;
  for (Record& record : effects_.records) {
    const RecordNumber number = ++site_->made;
    perform_made_before(number);
    site_->watch.recorded(record, number, *book_, outcome_->findings);
    if (const auto* advanced = std::get_if<ReplicaAdvanced>(&record.body)) {
      Seen seen{Seen::What::replica_advanced, {}, now_, {}, {}, advanced->difference};
      outcome_->seen.push_back(std::move(seen));
    }
    (setting_.crashes ? site_->journal : undurable_).push_back(std::move(record));
  }
  perform_made_before(UINT64_MAX);
  if (effects_.timer) site_->wake = *effects_.timer;
}

void Stage::perform_made_before(RecordNumber record) {
  for (; deliveries_ < effects_.deliveries.size() && effects_.deliveries[deliveries_].after < record; ++deliveries_) {
    site_->watch.delivered(effects_.deliveries[deliveries_].interest, *book_, outcome_->findings);
  }
  for (; sends_ < effects_.sends.size() && effects_.sends[sends_].after < record; ++sends_) {
    Send& send = effects_.sends[sends_];
    const Body& body = send.message.body;
    if (const auto* grant = std::get_if<Grant>(&body)) site_->watch.grant_made(*grant, *book_, outcome_->findings);
    if (const auto* word = std::get_if<LastWord>(&body)) site_->watch.last_word_made(*word);
    if (const auto* commit = std::get_if<Commit>(&body)) {
      site_->watch.section_left(commit->interest.product, commit->token, now_);
    }
    if (const auto* given_back = std::get_if<Release>(&body)) {
      site_->watch.section_left(given_back->product, given_back->token, now_);
    }
    const RecordNumber after = send.after;
    const bool at_once = send.at_once;
    hold_or_release(after, at_once, {after, Held::Mail{std::move(send), site_->watch.known()}});
  }
  for (; replies_ < effects_.replies.size() && effects_.replies[replies_].after < record; ++replies_) {
    const Reply& reply = effects_.replies[replies_];
    hold_or_release(reply.after, reply.at_once, {reply.after, reply});
  }
  for (; hooks_ < effects_.hooks.size() && effects_.hooks[hooks_].after < record; ++hooks_) {
    hold_or_release(effects_.hooks[hooks_].after, false, {effects_.hooks[hooks_].after, effects_.hooks[hooks_]});
  }
}

void Stage::hold_or_release(RecordNumber after, bool at_once, Held held) {
  if (at_once || after <= site_->durable) {
    leave(held);
  } else {
    site_->held.push_back(std::move(held));
  }
}

/// All that this marketplace does now, until it waits for something.
void Stage::settle() {
  for (std::size_t taken = 0;;) {
    if (taken < own_.size()) {
      const Held::Mail mail = std::get<Held::Mail>(std::move(own_[taken++].effect));
      site_->watch.received(mail.known);
      step(MessageArrived{mail.send.message});
    } else if (!skipped_.empty()) {
      const HookSkipped skipped = skipped_.back();
      skipped_.pop_back();
      step(skipped);
    } else if (!setting_.crashes && site_->durable < site_->made) {
      note_durable(site_->made);
    } else {
      break;
    }
  }
  own_.clear();
}

void Stage::note_durable(RecordNumber through) {
  const RecordNumber before = std::exchange(site_->durable, through);
  const std::vector<Record>& records = setting_.crashes ? site_->journal : undurable_;
  const std::size_t first = setting_.crashes ? before : undurable_.size() - (through - before);
  for (RecordNumber number = before + 1; number <= through; ++number) {
    const Record& record = records[first + (number - before - 1)];
    site_->watch.durable(record, number, *book_, outcome_->findings);
    const auto* decided = std::get_if<Decided>(&record.body);
    if (decided == nullptr) continue;
    for (const Decision& decision : decided->decisions) {
      outcome_->seen.push_back({Seen::What::decided, decided->product, now_, {}, decision, {}});
    }
  }
  step(Durable{through});
  release(through);
}

void Stage::release(RecordNumber through) {
  std::vector<Held> waiting = std::exchange(site_->held, {});
  for (Held& each : waiting) {
    if (each.after <= through) {
      leave(each);
    } else {
      site_->held.push_back(std::move(each));
    }
  }
}

void Stage::leave(const Held& held) {
  if (const auto* mail = std::get_if<Held::Mail>(&held.effect)) {
    leave(*mail);
  } else if (const auto* reply = std::get_if<Reply>(&held.effect)) {
    answer(*reply);
  } else {
    start_hook(std::get<StartHook>(held.effect));
  }
}

void Stage::leave(const Held::Mail& mail) {
  const Send& send = mail.send;
  if (const auto* grant = std::get_if<Grant>(&send.message.body)) {
    site_->watch.grant_left(*grant, *book_, outcome_->findings);
  }
  if (const auto* word = std::get_if<LastWord>(&send.message.body)) site_->watch.last_word_left(*word);
  if (send.to == site_->core.id()) {
    own_.push_back({0, mail});
    return;
  }
  if (setting_.crashes) site_->watch.shown(send.after);
  for (Dense to = 0; to < setting_.size(); ++to) {
    const MarketplaceId id = setting_.members[to].id;
    const bool gets = send.to == MarketplaceId{} ? to != me_ && id != send.except : id == send.to;
    if (gets) outcome_->sent.push_back({to, send.message, mail.known});
  }
}

void Stage::answer(const Reply& reply) {
  if (setting_.crashes) site_->watch.shown(reply.after);
  const auto client = std::ranges::find_if(site_->clients, [&](const Client& each) {
    return each.stands == Client::Stands::asked && each.request == reply.request;
  });
  if (client == site_->clients.end()) return;
  client->stands = Client::Stands::answered;
  const auto* answered = std::get_if<Answered>(&reply.answer);
  if (answered == nullptr) return;
  client->told = answered->decision;
  const Buyer& buyer = setting_.buyers[client->buyer];
  if (!answered->decision.is_for(buyer.purchase)) {
    outcome_->findings.push_back(
        {check::Property::atomic, "the " + buyer.name + " was answered with the decision on another purchase"});
  }
  outcome_->seen.push_back({Seen::What::told, buyer.wants, now_, {}, answered->decision, {}});
}

void Stage::start_hook(const StartHook& hook) {
  const bool checks = !setting_.scenario.ablate.has(Ablation::hook_start_check);
  const bool counts = now_ < hook.until && hook.incarnation == site_->core.incarnation();
  if (checks && !counts) {
    skipped_.push_back({hook.product, hook.purchase.key});
    return;
  }
  site_->watch.hook_started(hook, now_);
  site_->hooks.push_back({hook});
  outcome_->seen.push_back({Seen::What::hook_started, hook.product, now_, hook.token, {}, {}});
}

}  // namespace feira::explore
