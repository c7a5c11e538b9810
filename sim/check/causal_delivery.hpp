// causal-delivery: if a happened before b, nobody delivers b before a.
//
// A marketplace's deliveries are those that survived: a crash takes back what is above the frontier of the last record
// that survives, and it may be delivered anew.
#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <vector>

#include "core/journal/record.hpp"
#include "sim/check/directory.hpp"
#include "sim/check/interests.hpp"
#include "sim/check/property.hpp"
#include "sim/check/ring.hpp"

namespace feira::check {

class CausalDelivery {
 public:
  explicit CausalDelivery(std::uint32_t members) : members_(members), processes_(members, Process(members)) {}

  void delivered(Moment now, Dense process, InterestRef interest, const Interests& interests, const Directory& names);
  void recorded(Dense process, RecordNumber number, const VectorClock& frontier, const Directory& names);
  void durable(Dense process, RecordNumber through, const Interests& interests);
  void crashed(Dense process, RecordNumber survives, const Interests& interests);

  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] Verdict verdict() const;

 private:
  /// The highest number of one origin that happened before something delivered: by which interest, at which event.
  struct Highest {
    std::uint32_t number = 0;
    InterestRef by;
    std::uint64_t event = 0;
  };
  struct Delivered {
    InterestRef interest;
    std::uint64_t event = 0;
  };
  struct Mark {
    RecordNumber number = 0;
    boost::container::small_vector<std::uint32_t, 8> frontier;
  };
  struct Process {
    explicit Process(std::uint32_t members) : now(members), safe(members) {}
    std::vector<Highest> now;   // by origin, over all deliveries
    std::vector<Highest> safe;  // over those that no crash takes back
    Ring<Delivered> recent;     // all others
    Ring<Mark> records;         // from the last durable one on
  };

  void take(std::vector<Highest>& highest, const Delivered& delivered, const Interests& interests) const;
  static bool covers(const Mark& mark, InterestRef interest) {
    return mark.frontier[interest.origin] >= interest.number;
  }

  std::uint32_t members_;
  std::vector<Process> processes_;
  std::uint64_t deliveries_ = 0;
  Findings findings_{Property::causal_delivery};
};

}  // namespace feira::check
