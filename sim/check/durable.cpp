#include "sim/check/durable.hpp"

#include <utility>

namespace feira::check {

void DurableAcknowledgements::told(Moment now, Dense owner, const PurchaseFacts& facts, const Directory& names) {
  ++acknowledged_;
  if (facts.made_record == 0) {
    findings_.add(now, names.product_id(facts.product),
                  "a decision on purchase " + text(facts.key) + " of " + names.text_of_product(facts.product) +
                      " was told, but " + names.name(owner) + " has no record of one",
                  {facts.made, now.event});
    return;
  }
  Latest& latest = owners_[owner];
  if (facts.made_record > latest.record) {
    latest = {facts.made_record, facts.made, now.event, facts.product, false, facts.key};
  }
}

void DurableAcknowledgements::change_told(Moment now, Dense owner, Ware product, Version version, RecordNumber record,
                                          std::uint64_t made, const Directory& names) {
  ++acknowledged_;
  if (record == 0) {
    findings_.add(now, names.product_id(product),
                  "a change of " + names.text_of_product(product) + " was answered as version " +
                      std::to_string(version) + ", but " + names.name(owner) + " has no record of it",
                  {now.event});
    return;
  }
  Latest& latest = owners_[owner];
  if (record > latest.record) latest = {record, made, now.event, product, true, {}};
}

void DurableAcknowledgements::granted_after_all(Moment now, Ware product, const std::string& interest,
                                                std::uint64_t ended, const Directory& names) {
  findings_.add(now, names.product_id(product),
                interest + " was granted " + names.text_of_product(product) + " though it had been told ended",
                {ended, now.event});
}

void DurableAcknowledgements::shown(Moment now, Dense process, RecordNumber record, std::uint64_t made) {
  Shown& shown = shown_[process];
  if (record > shown.record) shown = {record, made, now.event};
}

void DurableAcknowledgements::crashed(Moment now, Dense owner, RecordNumber survives, const Directory& names) {
  ++crashes_;
  const Shown shown = std::exchange(shown_[owner], {});
  Latest& latest = owners_[owner];
  if (latest.record > survives) {
    const std::string what = latest.change ? std::string("a change") : "the decision on purchase " + text(latest.key);
    findings_.add(now, names.product_id(latest.product),
                  what + " of " + names.text_of_product(latest.product) + " was told and then lost in a crash of " +
                      names.name(owner),
                  {latest.made, latest.told, now.event});
    latest = {survives, 0, 0, none, false, {}};
  } else if (shown.record > survives) {
    findings_.add(now, {},
                  names.name(owner) + " let out what shows its record " + std::to_string(shown.record) +
                      ", and lost that record in a crash",
                  {shown.made, shown.left, now.event});
  }
}

Verdict DurableAcknowledgements::verdict() const {
  return {Property::durable, findings_.holds(),
          std::to_string(acknowledged_) + " acknowledged, " + counted(crashes_, "crash"), acknowledged_,
          findings_.first()};
}

}  // namespace feira::check
