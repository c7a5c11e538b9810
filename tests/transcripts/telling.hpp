// The words of the transcripts: one readable line for each message, record and answer, with names for ids.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/clock/vector_clock.hpp"
#include "core/effect.hpp"
#include "core/identity.hpp"
#include "core/journal/record.hpp"
#include "core/message.hpp"
#include "core/purchase/purchase.hpp"
#include "core/time.hpp"

namespace feira::transcripts {

/// Names of a story for the ids that the core speaks of, both ways.
class Names {
 public:
  void add(MarketplaceId id, const std::string& name);
  void add(ProductId id, const std::string& name);
  [[nodiscard]] MarketplaceId marketplace(const std::string& name) const;
  [[nodiscard]] ProductId product(const std::string& name) const;
  /// A key comes into being when first named.
  IdempotencyKey key(const std::string& name);

  [[nodiscard]] std::string of(MarketplaceId id) const;
  [[nodiscard]] std::string of(ProductId id) const;
  [[nodiscard]] std::string of(IdempotencyKey key) const;

 private:
  std::map<MarketplaceId, std::string> marketplaces_;
  std::map<ProductId, std::string> products_;
  std::vector<std::string> keys_;
};

/// "1.25 s"
std::string seconds_text(std::int64_t ns);
/// "10.00 BRL"
std::string text(const Money& money);
std::string text(const Names& names, const VectorClock& clock);
std::string text(const Names& names, InterestId id);
std::string text(Outcome outcome);
std::string text(FencingToken token);
/// As its owner made it: "umbrella stock 1 at 10.00 BRL".
std::string text(const Names& names, const Product& product);
/// What a message says; `lease_end` stands for a grant's end of lease, which is on its holder's clock.
std::string text(const Names& names, const Message& message, const std::string& lease_end);
/// In short, as a receiver's line repeats it.
std::string short_text(const Names& names, const Message& message);
/// What a record says, as "ana ..." would go on.
std::string text(const Names& names, const RecordBody& record);
std::string text(const Names& names, const Answer& answer);

}  // namespace feira::transcripts
