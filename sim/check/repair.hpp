// repair: nothing is voided that a member keeps, if that member could be asked.
//
// A marketplace may pass over an interest only when nobody can supply it. The checker follows each link of that chain:
// an interest that is voided must not be one that the marketplace had, it must have been asked for everywhere in three
// rounds and for the void timeout, and nobody who kept it and took the question may have left it unanswered. Who keeps
// what: its origin all that it made (for what had its last word it answers settled), everyone else the last
// `kept_interests` of each origin that it delivered in this life. Where all of this holds and an interest was voided
// all the same, a question or its answer was lost or late, or one of the two was not running.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/config.hpp"
#include "core/journal/record.hpp"
#include "core/message.hpp"
#include "sim/check/directory.hpp"
#include "sim/check/interests.hpp"
#include "sim/check/property.hpp"
#include "sim/check/ring.hpp"

namespace feira::check {

class Repair {
 public:
  Repair(std::uint32_t members, const Options& options)
      : kept_max_(options.kept_interests), void_timeout_(options.void_timeout), processes_(members, Process(members)) {}

  /// `process` takes a new input: what it owed in the step before and did not give, it withheld.
  void next_step(Dense process) {
    if (!processes_[process].owed.empty()) withhold(process);
  }
  /// A step of `process` made a question, to all when `everywhere`. `local`: its own clock.
  void asked(Dense process, const InterestsWanted& wanted, bool everywhere, LocalTime local, const Directory& names);
  /// `keeper` took the question of `asker` at event `event`.
  void question(Dense keeper, Dense asker, const InterestsWanted& wanted, std::uint64_t event,
                const Interests& interests, const Directory& names);
  /// A step of `process` made an answer for `to`.
  void supplied(Dense process, Dense to, InterestRef interest);
  void settled(Dense process, Dense to, const CountRanges& ranges);
  /// `process` took an interest, in whatever message it came.
  void received(Dense process, InterestRef interest);
  void delivered(Dense process, InterestRef interest);

  void voided(Moment now, LocalTime local, Dense process, RecordNumber record, const Voided& voided,
              const Interests& interests, const Directory& names);
  void durable(Dense process, RecordNumber through);
  /// A newcomer begins to take part. What came before it has passed by, unheard.
  void joined(Dense process) { forget(process); }
  /// A new life, also because its clock went back: it asks for everything anew.
  void begins_anew(Dense process) { processes_[process].questions.clear(); }
  /// `process` loses what is volatile, and its records after `survives`.
  void crashed(Dense process, RecordNumber survives);

  [[nodiscard]] Verdict verdict() const;

 private:
  /// A question that `process` made: interests `first` to `last` of `origin`.
  struct Asked {
    Dense origin = none;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    LocalTime at;
  };
  /// An answer that a step owes to who asked.
  struct Owed {
    Dense to = none;
    InterestRef interest;
    std::uint64_t event = 0;
  };
  struct Withheld {
    Dense by = none;
    InterestRef interest;
    std::uint64_t event = 0;
  };
  /// A violation that counts once its record is durable.
  struct Suspected {
    RecordNumber record = 0;
    Moment now;
    std::string sentence;
    std::vector<std::uint64_t> events;
  };
  struct Process {
    explicit Process(std::uint32_t members) : kept(members), held(members) {}
    std::vector<Ring<std::uint32_t>> kept;         // by origin: the last numbers delivered in this life
    std::vector<std::vector<std::uint32_t>> held;  // by origin: numbers taken in this life and not delivered yet
    std::vector<Asked> questions;                  // to all, of this life
    std::vector<Owed> owed;                        // of the step under way
    std::vector<Withheld> withheld;                // from this marketplace
    std::vector<Suspected> suspected;
  };

  void forget(Dense process);
  void withhold(Dense process);
  [[nodiscard]] bool keeps(Dense keeper, InterestRef interest, const Interests& interests) const;
  void judge(Moment now, LocalTime local, Dense process, RecordNumber record, InterestRef interest,
             const Interests& interests, const Directory& names);

  std::uint32_t kept_max_;
  Duration void_timeout_;
  std::vector<Process> processes_;
  std::uint64_t voided_ = 0;
  std::uint64_t questions_ = 0;
  Findings findings_{Property::repair};
};

}  // namespace feira::check
