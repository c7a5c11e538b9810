// The products as their owners made them, version by version: what replicas are compared with.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/catalogue/product.hpp"
#include "core/journal/record.hpp"
#include "sim/check/directory.hpp"

namespace feira::check {

/// One version of an owner's catalogue: the state of the one product that it changed.
struct MadeVersion {
  RecordNumber record = 0;  // zero: this version was never made
  std::uint64_t event = 0;
  Ware product = none;
  std::int64_t stock = 0;
  Money price;
  bool removed = false;
  /// The next version of the same product; zero: this is its latest.
  Version next = 0;
};

class CatalogueHistory {
 public:
  explicit CatalogueHistory(std::uint32_t members) : owners_(members) {}

  /// A record of `owner` changed a product. Versions count up from 1.
  void changed(Dense owner, RecordNumber record, std::uint64_t event, Ware ware, const Product& product);
  /// A record of `owner` decided purchases: only stock and version are new.
  void decided(Dense owner, RecordNumber record, std::uint64_t event, Ware ware, std::int64_t stock, Version version);
  /// Records after `survives` are gone.
  void crash(Dense owner, RecordNumber survives);

  /// Null when it was never made.
  [[nodiscard]] const MadeVersion* find(Dense owner, Version version) const;
  [[nodiscard]] bool named_so(const Product& product, Ware ware) const;

 private:
  struct Named {
    std::string name;
    std::string sku;
  };

  void append(Dense owner, Version version, const MadeVersion& made);

  std::vector<std::vector<MadeVersion>> owners_;  // by owner: version 1, 2, ...
  std::vector<Version> latest_;                   // by product
  std::vector<Named> names_;                      // by product: fixed when it is registered
};

}  // namespace feira::check
