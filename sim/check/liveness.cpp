#include "sim/check/liveness.hpp"

#include <algorithm>
#include <string>

namespace feira::check {
namespace {

std::string seconds_of(Duration duration) {
  const std::int64_t tenths = duration.ns / 100'000'000;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

std::string asked_for(const Question& question, const Directory& names) {
  const std::string product = question.product == none ? "a new product" : names.text_of_product(question.product);
  switch (question.kind) {
    case InvocationKind::buy:
      return "purchase " + text(question.key) + " of " + product;
    case InvocationKind::cancel:
      return "the cancelling of purchase " + text(question.key) + " of " + product;
    case InvocationKind::change:
      break;
  }
  return "a change of " + product;
}

/// ", ana is down for good": the rule by which a run is excused from what only they could do.
std::string named(const std::vector<MarketplaceId>& gone, const Directory& names) {
  std::string text;
  for (std::size_t i = 0; i < gone.size(); ++i) {
    text += (i == 0 ? ", " : i + 1 == gone.size() ? " and " : ", ") + names.name(names.of(gone[i]));
  }
  return text.empty() ? text : text + (gone.size() == 1 ? " is down for good" : " are down for good");
}

bool is_down(const std::vector<Dense>& down, Dense marketplace) {
  return std::find(down.begin(), down.end(), marketplace) != down.end();
}

}  // namespace

void Answered::judge(Moment now, const Ending& ending, const ClientHistory& history, const Purchases& purchases,
                     const std::vector<bool>& gone, const Directory& names) {
  judged_ = true;
  down_for_good_ = named(ending.down_for_good, names);
  std::vector<Dense> down;
  for (const MarketplaceId id : ending.down) down.push_back(names.of(id));
  for (std::uint32_t i = 0; i < history.size(); ++i) {
    const Question& question = history[i];
    ++questions_;
    if (question.answered != 0) continue;
    if (question.kind != InvocationKind::change) {
      const PurchaseFacts* facts = purchases.find(question.product, question.key);
      if (facts != nullptr && facts->answered > question.asked) continue;
    }
    const Dense owner = question.product == none ? none : names.of(names.product_id(question.product).owner);
    // Who asks for products of somebody gone is told that nobody knows: being down is no excuse then.
    const bool owner_down = owner != none && !gone[owner] && is_down(down, owner);
    if (question.may_give_up || question.lost || owner_down || is_down(down, question.at)) {
      ++excused_;
      continue;
    }
    findings_.add(now, question.product == none ? ProductId{} : names.product_id(question.product),
                  asked_for(question, names) + ", asked at " + names.name(question.at) + ", had no decision " +
                      seconds_of(ending.bound) + " after the last fault",
                  {question.asked});
  }
}

void Answered::unknown_of_a_member(Moment now, const Question& question, const Directory& names) {
  findings_.add(now, names.product_id(question.product),
                asked_for(question, names) + " was answered unknown at " + names.name(question.at) +
                    ", though its owner has neither left nor been evicted",
                {question.asked, now.event});
}

Verdict Answered::verdict() const {
  std::string summary =
      judged_ ? counted(questions_, "question") + ", " + std::to_string(excused_) + " excused" + down_for_good_
              : "not judged: the run ended before calm";
  return {Property::answered, findings_.holds(), std::move(summary), questions_, findings_.first()};
}

void Convergence::judge(Moment now, const Ending& ending, const Directory& names) {
  judged_ = true;
  down_for_good_ = named(ending.down_for_good, names);
  const std::uint64_t up = names.size() - std::min<std::uint64_t>(names.size(), ending.down.size());
  replicas_ = up == 0 ? 0 : up * (names.size() - 1);
  for (const ReplicaMismatch& mismatch : ending.mismatches) {
    const Dense replica = names.of(mismatch.replica);
    const Dense owner = names.of(mismatch.owner);
    if (replica == none || owner == none) continue;
    findings_.add(now, {},
                  names.name(replica) + "'s replica still differed from " + names.name(owner) + "'s catalogue " +
                      seconds_of(ending.bound) + " after the last fault",
                  {now.event});
  }
}

Verdict Convergence::verdict() const {
  std::string summary =
      judged_ ? counted(replicas_, "replica") + " compared" + down_for_good_ : "not judged: the run ended before calm";
  return {Property::convergence, findings_.holds(), std::move(summary), replicas_, findings_.first()};
}

}  // namespace feira::check
