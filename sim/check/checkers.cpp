#include "sim/check/checkers.hpp"

#include <algorithm>
#include <utility>

namespace feira::check {
namespace {

Moment moment_of(const Event& event) { return {event.number, event.time}; }

}  // namespace

Checkers::Checkers(std::vector<Member> members, const Options& options)
    : names_(std::move(members)),
      happens_before_(names_.size()),
      interests_(names_.size()),
      ledger_(names_.size()),
      departures_(names_.size()),
      catalogues_(names_.size()),
      copies_(names_.size()),
      situations_(names_.size()),
      gone_(names_.size(), false),
      durable_(names_.size()),
      causal_delivery_(names_.size()),
      grant_order_(names_.size()),
      single_writer_(names_.size()),
      bounded_bypass_(names_.size()),
      repair_(names_.size(), options),
      last_records_(names_.size()),
      boots_(names_.size()) {}

void Checkers::observe(const Event& event) {
  last_event_ = event.number;
  const Dense process = names_.of(event.process);
  if (process == none) {
    if (event.kind == EventKind::fault) situations_.fault(event.label);
    if (event.kind == EventKind::calm) calm_ = true;
    return;
  }
  switch (event.kind) {
    case EventKind::send:
      return on_send(event, process);
    case EventKind::depart:
      happens_before_.depart(process, event.id);
      return departures_.depart(process, event.id, [&](const Departure& left) {
        if (left.kind == MessageKind::grant) return granted(moment_of(event), left.product, left.interest);
        if (left.ended) ended(event.number, left.interest);
        for (const IdempotencyKey& key : left.keys) told(moment_of(event), left.product, key);
      });
    case EventKind::receive:
      return on_receive(event, process);
    case EventKind::drop:
      situations_.lost(event.label);
      return happens_before_.drop(event.id, event.last);
    case EventKind::record:
      return on_record(event, process);
    case EventKind::durable:
      return on_durable(event, process);
    case EventKind::hook_start:
      return on_hook_start(event, process);
    case EventKind::hook_end:
      next_step(process);
      return situations_.hook_ended(process, names_.product(event.hook->product), event.hook->purchase.key, event.time);
    case EventKind::deliver:
      return on_deliver(event, process);
    case EventKind::invoke:
      return on_invoke(event, process);
    case EventKind::answer:
      return on_answer(event, process);
    case EventKind::crash:
      return on_crash(event, process);
    case EventKind::start:
      boots_[process] = 1;
      return;
    case EventKind::recover:
      boots_[process] = 1;
      return situations_.recovered(process);
    case EventKind::fault:
      return situations_.fault(event.label);
    case EventKind::struck:
      return situations_.struck(event.label);
    case EventKind::lease_moved:
      return on_lease_moved(event, process);
    case EventKind::calm:
      calm_ = true;
      return;
    case EventKind::detain:
      return situations_.detained(event.label);
    case EventKind::join:
      situations_.is_member(process);
      situations_.count(event.label == "rejoin" ? Situation::rejoined_under_new_id : Situation::joined);
      return;
    case EventKind::evict:
      situations_.count(Situation::evicted);
      gone_[names_.of(event.peer)] = true;
      return;
    case EventKind::stop:
      if (event.label == "lost-disk") situations_.count(Situation::lost_disk_noticed);
      return;
    case EventKind::leave:
      return linearizable_.leaves(moment_of(event), process, names_);
    case EventKind::hook_skip:
    case EventKind::pause:
    case EventKind::resume:
    case EventKind::heal:
      return;
  }
}

void Checkers::on_send(const Event& event, Dense process) {
  happens_before_.send(process, event.id, event.departed);
  if (event.departed && event.peer != event.process) shown(moment_of(event), process);
  copies_.sent(event.id, event.peer == MarketplaceId{}, happens_before_.first_in_flight());
  switch (event.message->kind()) {
    case MessageKind::grant: {
      const auto& grant = std::get<Grant>(event.message->body);
      const Ware product = names_.product(grant.product);
      const InterestRef interest = names_.of(grant.interest);
      if (interests_.find(interest) != nullptr) {
        grant_order_.made(moment_of(event), product, interest, interests_, names_);
      }
      if (event.departed) return granted(moment_of(event), product, interest);
      Departure& held = departures_.hold(process);
      held.message = event.id;
      held.kind = MessageKind::grant;
      held.product = product;
      held.interest = interest;
      held.ended = false;
      return;
    }
    case MessageKind::commit: {
      const auto& commit = std::get<Commit>(event.message->body);
      return mutual_exclusion_.left(moment_of(event), names_.product(commit.interest.product), process, commit.token);
    }
    case MessageKind::release: {
      const auto& release = std::get<Release>(event.message->body);
      return mutual_exclusion_.left(moment_of(event), names_.product(release.product), process, release.token);
    }
    case MessageKind::last_word:
      return last_word(std::get<LastWord>(event.message->body), event, process);
    case MessageKind::interests_wanted: {
      const auto& wanted = std::get<InterestsWanted>(event.message->body);
      return repair_.asked(process, wanted, event.peer == MarketplaceId{}, event.local, names_);
    }
    case MessageKind::interest:
      return repair_.supplied(process, names_.of(event.peer),
                              names_.of(std::get<InterestTold>(event.message->body).interest.id));
    case MessageKind::settled:
      return repair_.settled(process, names_.of(event.peer), std::get<Settled>(event.message->body).ranges);
    case MessageKind::cancel_answer: {
      const auto& answer = std::get<CancelAnswer>(event.message->body);
      const Ware product = names_.product(answer.product);
      if (event.departed) return told(moment_of(event), product, answer.decision.purchase.key);
      Departure& held = departures_.hold(process);
      held.message = event.id;
      held.kind = MessageKind::cancel_answer;
      held.product = product;
      held.ended = false;
      held.keys.assign(1, answer.decision.purchase.key);
      return;
    }
    case MessageKind::heartbeat:
    case MessageKind::cancel:
    case MessageKind::catalogue_wanted:
    case MessageKind::catalogue_difference:
    case MessageKind::hello:
    case MessageKind::welcome:
      return;
  }
}

void Checkers::last_word(const LastWord& word, const Event& event, Dense process) {
  const Ware product = names_.product(word.product);
  const InterestRef interest = names_.of(word.interest);
  situations_.last_word(process, interest, word.ended);
  if (InterestFacts* facts = interests_.find(interest)) {
    if (word.ended && !facts->closed && facts->granted != 0 && !facts->grant_answered) {
      situations_.count(Situation::lease_ended);
    }
    facts->closed = true;
    bounded_bypass_.closed(product, interest);
    grant_order_.closed(product, interest);
  }
  if (event.departed) {
    for (const Decision& decision : word.decisions) told(moment_of(event), product, decision.purchase.key);
    if (word.ended) ended(event.number, interest);
    return;
  }
  if (word.decisions.empty() && !word.ended) return;
  Departure& held = departures_.hold(process);
  held.message = event.id;
  held.kind = MessageKind::last_word;
  held.product = product;
  held.interest = interest;
  held.ended = word.ended;
  held.keys.clear();
  for (const Decision& decision : word.decisions) held.keys.push_back(decision.purchase.key);
}

void Checkers::ended(std::uint64_t event, InterestRef interest) {
  InterestFacts* facts = interests_.find(interest);
  if (facts != nullptr && facts->ended == 0) facts->ended = event;
}

void Checkers::on_receive(const Event& event, Dense process) {
  next_step(process);
  if (copies_.received(event.id, process)) situations_.count(Situation::duplicate_received);
  if (!event.label.empty()) situations_.received(event.label);
  const Message& message = *event.message;
  switch (message.kind()) {
    case MessageKind::interest:
      // A copy that came to this marketplace alone, without the purchases, was asked for.
      if (!std::get<InterestTold>(message.body).interest.purchases_known && !copies_.broadcast(event.id)) {
        situations_.count(Situation::repaired);
      }
      repair_.received(process, names_.of(std::get<InterestTold>(message.body).interest.id));
      break;
    case MessageKind::interests_wanted:
      repair_.question(process, names_.of(event.peer), std::get<InterestsWanted>(message.body), event.number,
                       interests_, names_);
      break;
    case MessageKind::settled:
      situations_.count(Situation::settled);
      break;
    case MessageKind::commit: {
      const auto& commit = std::get<Commit>(message.body);
      const InterestRef interest = names_.of(commit.interest.id);
      repair_.received(process, interest);
      if (InterestFacts* facts = interests_.find(interest)) facts->grant_answered = true;
      situations_.commit_received(process, names_.product(commit.interest.product), commit.token, interest);
      break;
    }
    case MessageKind::release:
      if (InterestFacts* facts = interests_.find(names_.of(std::get<Release>(message.body).interest))) {
        facts->grant_answered = true;
      }
      break;
    case MessageKind::welcome:
      situations_.welcomed(process);
      break;
    case MessageKind::hello:
    case MessageKind::heartbeat:
    case MessageKind::grant:
    case MessageKind::last_word:
    case MessageKind::cancel:
    case MessageKind::cancel_answer:
    case MessageKind::catalogue_wanted:
    case MessageKind::catalogue_difference:
      break;
  }
  happens_before_.receive(process, event.id, event.last, event.number);
}

void Checkers::on_deliver(const Event& event, Dense process) {
  const InterestRef interest = names_.of(event.delivery->interest);
  repair_.delivered(process, interest);
  if (const InterestFacts* facts = interests_.find(interest)) {
    delivered(moment_of(event), process, interest, *facts);
  } else if (interest.origin == process) {
    early_deliveries_.push_back({moment_of(event), interest});
  }
}

void Checkers::delivered(Moment now, Dense process, InterestRef interest, const InterestFacts& facts) {
  causal_delivery_.delivered(now, process, interest, interests_, names_);
  if (owner_of(facts.product) != process || facts.granted != 0 || facts.closed) return;
  bounded_bypass_.queued(now, facts.product, interest);
  grant_order_.queued(now, facts.product, interest);
}

void Checkers::granted(Moment now, Ware product, InterestRef interest) {
  if (section_passed_.size() <= product) section_passed_.resize(product + 1, 0);
  section_passed_[product] = now.event;
  InterestFacts* facts = interests_.find(interest);
  if (facts != nullptr && facts->ended != 0) {
    durable_.granted_after_all(now, product, names_.text(interest), facts->ended, names_);
  }
  if (facts == nullptr || facts->granted != 0) return;
  facts->granted = now.event;
  grant_order_.granted(now, product, interest, interests_, names_);
  if (facts->closed)
    return;  // it has had its last word since the grant was made: it was passed by nobody, and passes none
  if (!bounded_bypass_.granted(now, product, interest, names_)) return;
  situations_.count(Situation::contended_grant);
  mutual_exclusion_.contended();
}

void Checkers::shown(Moment now, Dense process) {
  const LastRecord& last = last_records_[process];
  if (last.number > ledger_.durable_through(process)) durable_.shown(now, process, last.number, last.event);
}

void Checkers::told(Moment now, Ware product, const IdempotencyKey& key) {
  const Dense owner = owner_of(product);
  if (owner != none) durable_.told(now, owner, purchases_.of(product, key), names_);
}

void Checkers::on_hook_start(const Event& event, Dense process) {
  const StartHook& hook = *event.hook;
  const Ware product = names_.product(hook.product);
  mutual_exclusion_.hook_started(moment_of(event), product, process, hook.token, event.lease_end, names_);
  situations_.hook_started(process, product, hook.purchase.key, event.lease_end);
}

void Checkers::on_lease_moved(const Event& event, Dense process) {
  const StartHook& hook = *event.hook;
  const Ware product = names_.product(hook.product);
  mutual_exclusion_.lease_moved(moment_of(event), product, process, hook.token, event.lease_end, names_);
  situations_.lease_moved(process, product, hook.purchase.key, event.lease_end);
}

void Checkers::on_invoke(const Event& event, Dense process) {
  next_step(process);
  const Invocation& asked = *event.invocation;
  Question question;
  question.kind = asked.kind;
  question.may_give_up = asked.may_give_up;
  question.at = process;
  if (asked.product != ProductId{}) question.product = names_.product(asked.product);
  question.key = asked.purchase.key;
  question.quantity = asked.purchase.quantity;
  question.price = asked.purchase.price;
  question.client = asked.client;
  question.request = event.id;
  question.asked = event.number;
  const std::uint32_t index = history_.ask(question);
  if (asked.kind == InvocationKind::change) {
    open_changes_.push_back(index);
    if (asked.change != nullptr) {
      linearizable_.asked(moment_of(event), index, question.product, *asked.change);
    }
  } else if (asked.kind == InvocationKind::buy && question.product != none) {
    PurchaseFacts& facts = purchases_.of(question.product, question.key);
    if (facts.asked == 0) {
      facts.asked = event.number;
      facts.quantity = asked.purchase.quantity;
    }
  }
  if (asked.token_from == RequestId{}) return;
  situations_.count(Situation::token_carried);
  const std::uint32_t from = history_.find(asked.token_from);
  if (from != none) happens_before_.token(process, from, event.number);
}

void Checkers::on_answer(const Event& event, Dense process) {
  const Reply& reply = *event.reply;
  const std::uint32_t index = history_.find(reply.request);
  if (index == none) return;
  happens_before_.answer(process, index, event.made);
  if (event.made == 0) shown(moment_of(event), process);
  const std::uint32_t stale = history_.stale_token(index);
  if (stale != none) happens_before_.forget(stale);
  if (std::holds_alternative<Pending>(reply.answer)) return situations_.count(Situation::pending_answer);

  Question& question = history_[index];
  const Moment now = moment_of(event);
  if (question.answered == 0) question.answered = event.number;
  if (question.kind == InvocationKind::change) std::erase(open_changes_, index);
  if (const auto* made = std::get_if<ChangeMade>(&reply.answer)) return change_answered(now, index, *made);
  if (const auto* refused = std::get_if<ChangeRefused>(&reply.answer)) {
    return linearizable_.refused(now, index, refused->reason);
  }
  if (std::holds_alternative<Unknown>(reply.answer)) {
    situations_.count(Situation::unknown_answer);
    const Dense owner = question.product == none ? none : owner_of(question.product);
    if (owner != none && !gone_[owner]) answered_.unknown_of_a_member(now, question, names_);
  }
  if (std::holds_alternative<Misuse>(reply.answer)) situations_.count(Situation::misuse_answer);
  if (std::holds_alternative<NotAccepted>(reply.answer)) situations_.count(Situation::not_accepted_answer);
  if (const auto* answered = std::get_if<feira::Answered>(&reply.answer)) {
    answer_decided(now, question, answered->decision);
  }
  if (question.product != none) purchases_.of(question.product, question.key).answered = event.number;
}

void Checkers::answer_decided(Moment now, Question& question, const Decision& decision) {
  if (question.product == none) return;
  PurchaseFacts& facts = purchases_.of(question.product, decision.purchase.key);
  at_most_once_.told(now, facts, decision, names_);
  atomic_.told(now, facts, decision, names_);
  linearizable_.told(now, facts, decision, names_);
  if (question.kind == InvocationKind::buy) {
    atomic_.asked(now, facts, decision, {question.key, question.quantity, question.price}, question.asked, names_);
  }
  told(now, question.product, decision.purchase.key);
  if (question.kind == InvocationKind::buy && facts.decided != 0 && facts.decided < question.asked) {
    situations_.count(Situation::retry_answered_from_memory);
  }
  if (facts.told != 0) return;
  facts.told = now.event;
  facts.told_decision = decision;
}

void Checkers::change_answered(Moment now, std::uint32_t question, const ChangeMade& made) {
  const Ware product = names_.product(made.product);
  linearizable_.answered(now, question, product, made.version);
  const Dense owner = owner_of(product);
  if (owner == none) return;
  const MadeVersion* version = catalogues_.find(owner, made.version);
  const bool same = version != nullptr && version->product == product;
  durable_.change_told(now, owner, product, made.version, same ? version->record : 0, same ? version->event : 0,
                       names_);
  if (product < section_passed_.size() && section_passed_[product] > history_[question].asked) {
    situations_.count(Situation::owner_change_queued);
  }
}

void Checkers::finish(const Ending& ending) {
  const Moment now{last_event_, ending.time};
  mutual_exclusion_.finish(now);
  situations_.set(Situation::lease_ended_inside, mutual_exclusion_.leases_ended_inside());
  linearizable_.finish(now, purchases_, names_);
  if (!calm_) return;
  answered_.judge(now, ending, history_, purchases_, gone_, names_);
  convergence_.judge(now, ending, names_);
}

std::array<Verdict, property_count> Checkers::verdicts() const {
  return {mutual_exclusion_.verdict(),
          fencing_.verdict(),
          stock_book_.oversell_verdict(names_),
          stock_book_.conservation_verdict(),
          at_most_once_.verdict(),
          atomic_.verdict(),
          durable_.verdict(),
          clock_condition_.verdict(),
          causal_delivery_.verdict(),
          grant_order_.verdict(),
          single_writer_.verdict(),
          answered_.verdict(),
          convergence_.verdict(),
          bounded_bypass_.verdict(),
          repair_.verdict(),
          linearizable_.verdict()};
}

bool Checkers::all_hold() const {
  const std::array<Verdict, property_count> all = verdicts();
  return std::all_of(all.begin(), all.end(), [](const Verdict& verdict) { return verdict.holds; });
}

}  // namespace feira::check
