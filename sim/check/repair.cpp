#include "sim/check/repair.hpp"

#include <algorithm>
#include <utility>

namespace feira::check {

namespace {

constexpr std::size_t rounds_least = 3;

bool in(const CountRange& range, std::uint32_t number) { return range.first <= number && number <= range.last; }

}  // namespace

void Repair::asked(Dense process, const InterestsWanted& wanted, bool everywhere, LocalTime local,
                   const Directory& names) {
  const Dense origin = names.of(wanted.origin);
  if (!everywhere || origin == none) return;
  Process& asker = processes_[process];
  for (const CountRange& range : wanted.ranges) {
    const InterestRef first = names.of({wanted.origin, range.first});
    const InterestRef last = names.of({wanted.origin, range.last});
    if (first.origin == none || last.origin == none) continue;
    asker.questions.push_back({origin, first.number, last.number, local});
  }
}

bool Repair::keeps(Dense keeper, InterestRef interest, const Interests& interests) const {
  if (interest.origin == keeper) return interests.find(interest) != nullptr;
  const Ring<std::uint32_t>& kept = processes_[keeper].kept[interest.origin];
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (kept[i] == interest.number) return true;
  }
  return false;
}

void Repair::question(Dense keeper, Dense asker, const InterestsWanted& wanted, std::uint64_t event,
                      const Interests& interests, const Directory& names) {
  const Dense origin = names.of(wanted.origin);
  if (origin == none || asker == none) return;
  ++questions_;
  for (const CountRange& range : wanted.ranges) {
    const Count last = std::min<Count>(range.last, interests.count(origin));
    for (Count number = range.first; number <= last; ++number) {
      const InterestRef interest{origin, static_cast<std::uint32_t>(number)};
      if (keeps(keeper, interest, interests)) processes_[keeper].owed.push_back({asker, interest, event});
    }
  }
}

void Repair::supplied(Dense process, Dense to, InterestRef interest) {
  std::vector<Owed>& owed = processes_[process].owed;
  if (owed.empty()) return;
  std::erase_if(owed, [&](const Owed& each) { return each.to == to && each.interest == interest; });
}

void Repair::settled(Dense process, Dense to, const CountRanges& ranges) {
  std::erase_if(processes_[process].owed, [&](const Owed& each) {
    return each.to == to && each.interest.origin == process &&
           std::any_of(ranges.begin(), ranges.end(),
                       [&](const CountRange& range) { return in(range, each.interest.number); });
  });
}

void Repair::withhold(Dense process) {
  for (const Owed& each : processes_[process].owed) {
    processes_[each.to].withheld.push_back({process, each.interest, each.event});
  }
  processes_[process].owed.clear();
}

void Repair::received(Dense process, InterestRef interest) {
  if (interest.origin == none || interest.origin == process) return;
  std::vector<std::uint32_t>& held = processes_[process].held[interest.origin];
  const auto at = std::lower_bound(held.begin(), held.end(), interest.number);
  if (at == held.end() || *at != interest.number) held.insert(at, interest.number);
}

void Repair::delivered(Dense process, InterestRef interest) {
  if (interest.origin == none || interest.origin == process) return;
  Process& at = processes_[process];
  std::vector<std::uint32_t>& held = at.held[interest.origin];
  held.erase(held.begin(), std::upper_bound(held.begin(), held.end(), interest.number));
  if (!at.questions.empty()) {
    std::erase_if(at.questions, [&](const Asked& question) {
      return question.origin == interest.origin && question.last <= interest.number;
    });
  }
  if (kept_max_ == 0) return;
  Ring<std::uint32_t>& kept = at.kept[interest.origin];
  if (kept.size() == kept_max_) kept.pop_front();
  kept.push() = interest.number;
}

void Repair::voided(Moment now, LocalTime local, Dense process, RecordNumber record, const Voided& voided,
                    const Interests& interests, const Directory& names) {
  const Dense origin = names.of(voided.origin);
  if (origin == none) return;
  const Count last = std::min<Count>(voided.range.last, interests.count(origin));
  for (Count number = voided.range.first; number <= last; ++number) {
    const InterestRef interest{origin, static_cast<std::uint32_t>(number)};
    if (interests.find(interest) != nullptr) judge(now, local, process, record, interest, interests, names);
  }
}

void Repair::judge(Moment now, LocalTime local, Dense process, RecordNumber record, InterestRef interest,
                   const Interests& interests, const Directory& names) {
  ++voided_;
  Process& by = processes_[process];
  const std::string voids = names.name(process) + " voided " + names.text(interest);
  const auto suspect = [&](std::string sentence, std::uint64_t event) {
    by.suspected.push_back({record, now, std::move(sentence), {interests.made(interest), event, now.event}});
  };
  const std::vector<std::uint32_t>& held = by.held[interest.origin];
  if (std::binary_search(held.begin(), held.end(), interest.number)) {
    return suspect(voids + ", which it had received", 0);
  }
  std::size_t rounds = 0;
  bool long_ago = false;
  for (const Asked& question : by.questions) {
    if (question.origin != interest.origin || interest.number < question.first || question.last < interest.number) {
      continue;
    }
    ++rounds;
    long_ago = long_ago || question.at + void_timeout_ <= local;
  }
  if (rounds < rounds_least) {
    return suspect(voids + " after asking everybody for it in " + counted(rounds, "round") + ", not three", 0);
  }
  if (!long_ago) return suspect(voids + " before everybody had been asked for it all through the void timeout", 0);
  const auto withheld = std::find_if(by.withheld.begin(), by.withheld.end(),
                                     [&](const Withheld& each) { return each.interest == interest; });
  if (withheld == by.withheld.end()) return;
  suspect(voids + ", which " + names.name(withheld->by) + " kept and did not supply when asked", withheld->event);
}

void Repair::durable(Dense process, RecordNumber through) {
  std::vector<Suspected>& suspected = processes_[process].suspected;
  if (suspected.empty()) return;
  std::erase_if(suspected, [&](Suspected& each) {
    if (each.record > through) return false;
    findings_.add(each.now, {}, std::move(each.sentence), std::move(each.events));
    return true;
  });
}

void Repair::crashed(Dense process, RecordNumber survives) {
  durable(process, survives);
  processes_[process].suspected.clear();
  forget(process);
}

void Repair::forget(Dense process) {
  Process& at = processes_[process];
  at.questions.clear();
  at.owed.clear();
  at.withheld.clear();
  for (Ring<std::uint32_t>& kept : at.kept) kept.clear();
  for (std::vector<std::uint32_t>& held : at.held) held.clear();
}

Verdict Repair::verdict() const {
  return {Property::repair, findings_.holds(),
          counted(voided_, "interest") + " voided, " + counted(questions_, "question") + " for interests taken",
          voided_ + questions_, findings_.first()};
}

}  // namespace feira::check
