// durable: nothing that was acknowledged is lost by a crash at any point.
//
// Acknowledged is what somebody outside was told: a decision in an answer to a buyer, or in a last word or cancel
// answer that left its owner; an owner's change that was answered. Each must stand in a record of the owner when it is
// told, and that record must survive each crash of the owner. Likewise shown: whatever left a marketplace shows all
// records that it had made before (replicas' apart), and none of them may be lost after that. And an owner's word that
// an interest has ended stands: it is not granted any more.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/journal/record.hpp"
#include "sim/check/directory.hpp"
#include "sim/check/property.hpp"
#include "sim/check/purchases.hpp"

namespace feira::check {

class DurableAcknowledgements {
 public:
  explicit DurableAcknowledgements(std::uint32_t members) : owners_(members), shown_(members) {}

  /// Somebody was told a decision of `owner`.
  void told(Moment now, Dense owner, const PurchaseFacts& facts, const Directory& names);
  /// An operator was told that the change is made as `version` by `record` (zero: there is none), made at event `made`.
  void change_told(Moment now, Dense owner, Ware product, Version version, RecordNumber record, std::uint64_t made,
                   const Directory& names);
  /// A grant left for an interest of which its owner had told, at event `ended`, that it has ended.
  void granted_after_all(Moment now, Ware product, const std::string& interest, std::uint64_t ended,
                         const Directory& names);
  /// Something left `process`, made after `record`, which is not durable yet and was made at event `made`.
  void shown(Moment now, Dense process, RecordNumber record, std::uint64_t made);
  void crashed(Moment now, Dense owner, RecordNumber survives, const Directory& names);

  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] Verdict verdict() const;

 private:
  /// The latest record that was acknowledged to somebody; earlier ones are lost only with it.
  struct Latest {
    RecordNumber record = 0;
    std::uint64_t made = 0;
    std::uint64_t told = 0;
    Ware product = none;
    bool change = false;
    IdempotencyKey key;
  };

  /// The latest record that was shown before it was durable.
  struct Shown {
    RecordNumber record = 0;
    std::uint64_t made = 0;
    std::uint64_t left = 0;
  };

  std::vector<Latest> owners_;
  std::vector<Shown> shown_;
  std::uint64_t acknowledged_ = 0;
  std::uint64_t crashes_ = 0;
  Findings findings_{Property::durable};
};

}  // namespace feira::check
