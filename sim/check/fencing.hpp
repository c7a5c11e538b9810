// fencing: the tokens of the accepted commits of a product strictly increase.
#pragma once

#include <cstdint>
#include <vector>

#include "core/identity.hpp"
#include "sim/check/directory.hpp"
#include "sim/check/property.hpp"

namespace feira::check {

class Fencing {
 public:
  /// A decision with this token, made at event `made`, became durable.
  void accepted(Moment now, Ware product, FencingToken token, std::uint64_t made, const Directory& names);

  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] Verdict verdict() const;

 private:
  struct Last {
    FencingToken token;
    std::uint64_t made = 0;
  };

  std::vector<Last> products_;
  std::uint64_t accepted_ = 0;
  Findings findings_{Property::fencing};
};

}  // namespace feira::check
