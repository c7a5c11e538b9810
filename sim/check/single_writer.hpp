// single-writer: replicas never hold a product version that its owner did not make, nor go back but by their own crash.
//
// What a replica takes must be, product by product, what the owner's durable records say of it at that version.
#pragma once

#include <cstdint>
#include <vector>

#include "core/catalogue/product.hpp"
#include "sim/check/catalogue_history.hpp"
#include "sim/check/directory.hpp"
#include "sim/check/property.hpp"
#include "sim/check/ring.hpp"

namespace feira::check {

class SingleWriter {
 public:
  explicit SingleWriter(std::uint32_t members) : processes_(members, Process(members)) {}

  /// `process` made record `number`, by which its replica took `difference`. `durable`: through which record the
  /// owner's journal is.
  void advanced(Moment now, Dense process, RecordNumber number, const CatalogueDifference& difference,
                RecordNumber durable, const CatalogueHistory& history, Directory& names);
  void durable(Dense process, RecordNumber through);
  void crashed(Dense process, RecordNumber survives);

  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] Verdict verdict() const;

 private:
  struct Held {
    Version version = 0;
    std::uint64_t event = 0;
  };
  struct Undo {
    RecordNumber number = 0;
    Dense owner = none;
    Held before;
  };
  struct Process {
    explicit Process(std::uint32_t members) : held(members) {}
    std::vector<Held> held;  // by owner
    Ring<Undo> undo;         // records that are not yet durable
  };

  void check_product(Moment now, Dense process, const CatalogueDifference& difference, const Product& product,
                     Dense owner, RecordNumber durable, const CatalogueHistory& history, Directory& names);

  std::vector<Process> processes_;
  std::uint64_t taken_ = 0;
  std::uint64_t states_ = 0;
  Findings findings_{Property::single_writer};
};

}  // namespace feira::check
