// Arbitrary values of the core's types for property tests: the edges of the number ranges come up often, and what a
// type promises holds (a range does not end before it begins, an interest's clock shows its number, ...).
#pragma once

#include <gtest/gtest.h>
// After gtest.
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <utility>

#include "core/journal/record.hpp"
#include "core/message.hpp"

namespace feira::testing {

inline rc::Gen<std::uint64_t> any_u64() {
  return rc::gen::oneOf(rc::gen::arbitrary<std::uint64_t>(), rc::gen::inRange<std::uint64_t>(0, 5),
                        rc::gen::element<std::uint64_t>(UINT64_MAX, (1ULL << 53) + 1, 1ULL << 63, UINT32_MAX));
}
inline rc::Gen<std::uint64_t> any_count() {
  return rc::gen::map(any_u64(), [](std::uint64_t n) { return n == 0 ? 1 : n; });
}
inline rc::Gen<std::int64_t> any_i64() {
  return rc::gen::map(any_u64(), [](std::uint64_t n) { return static_cast<std::int64_t>(n); });
}
inline rc::Gen<std::uint32_t> any_u32() {
  return rc::gen::oneOf(rc::gen::arbitrary<std::uint32_t>(), rc::gen::inRange<std::uint32_t>(0, 5),
                        rc::gen::element<std::uint32_t>(UINT32_MAX, 1U << 31));
}
/// UTF-8 with what needs escapes in JSON.
inline rc::Gen<std::string> any_text() {
  const auto part = rc::gen::element<std::string>("a", "Z", " ", "\"", "\\", "/", "\n", "\x01", "\x7f", "é", "€", "😀",
                                                  std::string(1, '\0'), "\\u0041", "{", "]");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(part), [](const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& p : parts) text += p;
    return text;
  });
}

inline MarketplaceId some_marketplace() { return {std::max(*any_u32(), 1U)}; }
inline ProductId some_product_id() {
  const MarketplaceId owner = some_marketplace();
  return {owner, *any_u32()};
}
inline InterestId some_interest_id() {
  const MarketplaceId origin = some_marketplace();
  return {origin, *any_count()};
}
inline FencingToken some_token() {
  const std::uint32_t epoch = *any_u32();
  return {epoch, *any_u64()};
}
inline IdempotencyKey some_key() {
  const std::uint64_t high = *any_u64();
  return {high, *any_u64()};
}
inline Money some_money() {
  Money money;
  money.minor = *any_i64();
  money.currency = *rc::gen::element(Currency{}, Currency{{'B', 'R', 'L'}}, Currency{{'J', 'P', 'Y'}});
  return money;
}
inline VectorClock some_clock() {
  VectorClock clock;
  const int entries = *rc::gen::inRange(0, 12);
  for (int i = 0; i < entries; ++i) {
    const MarketplaceId marketplace = some_marketplace();
    clock.set(marketplace, *any_count());
  }
  return clock;
}
inline CountRange some_range() {
  const Count a = *any_count();
  const Count b = *any_count();
  return {std::min(a, b), std::max(a, b)};
}
inline Purchase some_purchase() {
  Purchase purchase;
  purchase.key = some_key();
  purchase.quantity = *any_u32();
  purchase.price = some_money();
  return purchase;
}
inline Decision some_decision() {
  Decision decision;
  decision.purchase = some_purchase();
  decision.outcome = static_cast<Outcome>(*rc::gen::inRange(0, 7));
  return decision;
}
inline Product some_product() {
  Product product;
  product.id = some_product_id();
  product.version = *any_u64();
  product.name = *any_text();
  product.sku = *any_text();
  product.price = some_money();
  product.stock = *any_i64();
  product.removed = *rc::gen::arbitrary<bool>();
  return product;
}
template <class List, class Item>
List some_list(Item item) {
  List list;
  const int size = *rc::gen::inRange(0, 7);
  for (int i = 0; i < size; ++i) list.push_back(item());
  return list;
}
inline Interest some_interest() {
  Interest interest;
  interest.id = some_interest_id();
  interest.product = some_product_id();
  interest.clock = some_clock();
  interest.clock.set(interest.id.origin, interest.id.number);
  interest.purchases_known = *rc::gen::arbitrary<bool>();
  if (interest.purchases_known) interest.purchases = some_list<Purchases>(some_purchase);
  return interest;
}

// One filler for each body of a message or record.
inline MemberEntry some_member() {
  MemberEntry member;
  member.id = some_marketplace();
  member.name = *any_text();
  member.standing = static_cast<Standing>(*rc::gen::inRange(0, 3));
  member.founder = *rc::gen::arbitrary<bool>();
  return member;
}
inline MemberEntries some_members() {
  std::map<MarketplaceId, MemberEntry> sorted;
  for (const MemberEntry& member : some_list<MemberEntries>(some_member)) sorted.emplace(member.id, member);
  MemberEntries members;
  for (const auto& [id, member] : sorted) members.push_back(member);
  return members;
}
inline void fill(Heartbeat& out) {
  out.versions = some_clock();
  out.members = some_members();
}
inline void fill(InterestTold& out) { out.interest = some_interest(); }
inline void fill(InterestsWanted& out) {
  out.origin = some_marketplace();
  out.ranges = some_list<CountRanges>(some_range);
}
inline void fill(Settled& out) { out.ranges = some_list<CountRanges>(some_range); }
inline void fill(Grant& out) {
  out.interest = some_interest_id();
  out.product = some_product_id();
  out.token = some_token();
  out.holder_incarnation.value = *any_u32();
  out.until.ns = *any_i64();
  out.lease.ns = *any_i64();
  out.stock = *any_i64();
  out.price = some_money();
  out.removed = *rc::gen::arbitrary<bool>();
  out.decided = some_list<Keys>(some_key);
}
inline void fill(Commit& out) {
  out.interest = some_interest();
  out.token = some_token();
  out.confirmed = some_list<Keys>(some_key);
  out.declined = some_list<Keys>(some_key);
}
inline void fill(Release& out) {
  out.interest = some_interest_id();
  out.product = some_product_id();
  out.token = some_token();
}
inline void fill(LastWord& out) {
  out.interest = some_interest_id();
  out.product = some_product_id();
  out.ended = *rc::gen::arbitrary<bool>();
  out.decisions = some_list<Decisions>(some_decision);
}
inline void fill(Cancel& out) {
  out.product = some_product_id();
  out.key = some_key();
}
inline void fill(CancelAnswer& out) {
  out.product = some_product_id();
  out.decision = some_decision();
}
inline void fill(CatalogueWanted& out) {
  out.owner = some_marketplace();
  out.have = *any_u64();
}
inline void fill(CatalogueDifference& out) {
  out.owner = some_marketplace();
  out.from = *any_u64();
  out.to = *any_u64();
  out.whole = *rc::gen::arbitrary<bool>();
  out.products = some_list<decltype(out.products)>(some_product);
}
inline CatalogueDifference some_difference() {
  CatalogueDifference difference;
  fill(difference);
  return difference;
}
inline void fill(Hello& out) { out.name = *any_text(); }
inline void fill(Welcome& out) {
  out.members = some_members();
  out.catalogues = some_list<std::vector<CatalogueDifference>>(some_difference);
}
inline void fill(Started& out) { out.incarnation.value = *any_u32(); }
inline void fill(InterestMade& out) {
  out.interest = some_interest();
  if (*rc::gen::arbitrary<bool>()) out.closes = *any_count();
}
inline void fill(InterestClosed& out) { out.number = *any_count(); }
inline void fill(Voided& out) {
  out.origin = some_marketplace();
  out.range = some_range();
}
inline void fill(Decided& out) {
  out.product = some_product_id();
  if (*rc::gen::arbitrary<bool>()) out.token = some_token();
  if (*rc::gen::arbitrary<bool>()) out.interest = some_interest_id();
  out.decisions = some_list<Decisions>(some_decision);
  out.stock = *any_i64();
  out.version = *any_u64();
}
inline void fill(ProductChanged& out) {
  out.kind = static_cast<ChangeKind>(*rc::gen::inRange(0, 5));
  out.quantity = *any_i64();
  out.product = some_product();
}
inline void fill(LeaseBound& out) { out.longest.ns = *any_i64(); }
inline void fill(FrontierMarked&) {}
inline void fill(ReplicaAdvanced& out) { fill(out.difference); }
inline void fill(Joined& out) { out.members = some_members(); }
inline void fill(MemberChanged& out) { out.member = some_member(); }
inline void fill(LeaveBegun&) {}

/// Makes the alternative that `index` names, and fills it.
template <std::size_t i = 0, class Variant>
void fill_alternative(std::size_t index, Variant& out) {
  if constexpr (i < std::variant_size_v<Variant>) {
    if (index == i) return fill(out.template emplace<i>());
    fill_alternative<i + 1>(index, out);
  }
}

/// A message of the kind that `index` names.
inline Message some_message(std::size_t index) {
  Message message;
  message.from = some_marketplace();
  message.incarnation.value = *any_u32();
  message.sent.ns = *any_i64();
  message.clock = some_clock();
  fill_alternative(index, message.body);
  return message;
}
inline Record some_record(std::size_t index) {
  Record record;
  record.clock = some_clock();
  record.frontier = some_clock();
  fill_alternative(index, record.body);
  return record;
}

}  // namespace feira::testing
