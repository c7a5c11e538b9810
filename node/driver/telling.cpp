// What the driver tells those who watch, from records that have become durable.

#include "node/driver/driver.hpp"

namespace feira::node {

void Driver::tell(const std::vector<Record>& records) {
  for (const Record& record : records) {
    if (const auto* changed = std::get_if<ProductChanged>(&record.body)) tell_product(changed->product);
    if (const auto* advanced = std::get_if<ReplicaAdvanced>(&record.body)) {
      for (const Product& product : advanced->difference.products) tell_product(product);
    }
    if (const auto* decided = std::get_if<Decided>(&record.body)) {
      for (const Decision& decision : decided->decisions) {
        Happening happening;
        happening.kind = HappeningKind::purchase_decided;
        happening.id = decided->product;
        happening.decision = decision;
        events_.add(std::move(happening));
      }
      const Product* product = core_.product(decided->product);
      if (product != nullptr && product->version == decided->version) tell_product(*product);
    }
    if (const auto* changed = std::get_if<MemberChanged>(&record.body)) {
      Happening happening;
      happening.kind = HappeningKind::member_changed;
      happening.member = changed->member;
      events_.add(std::move(happening));
    }
    if (const auto* joined = std::get_if<Joined>(&record.body)) {
      for (const MemberEntry& member : joined->members) {
        Happening happening;
        happening.kind = HappeningKind::member_changed;
        happening.member = member;
        events_.add(std::move(happening));
      }
    }
  }
}

void Driver::tell_product(const Product& product) {
  Happening happening;
  happening.kind = HappeningKind::product_changed;
  happening.id = product.id;
  happening.product = product;
  events_.add(std::move(happening));
}

void Driver::watch_members() {
  for (const MemberEntry& member : core_.membership().all()) {
    if (member.id == id_) continue;
    const bool suspected = member.standing == Standing::present && core_.suspects(member.id, now_);
    bool& told = suspected_[member.id];
    if (told == suspected) continue;
    told = suspected;
    Happening happening;
    happening.kind = HappeningKind::member_suspected;
    happening.member = member;
    happening.suspected = suspected;
    events_.add(std::move(happening));
  }
}

}  // namespace feira::node
