// The properties by name, and what a checker has found about one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/identity.hpp"
#include "sim/check/event.hpp"

namespace feira::check {

enum class Property : std::uint8_t {
  mutual_exclusion,
  fencing,
  no_oversell,
  conservation,
  at_most_once,
  atomic,
  durable,
  clock_condition,
  causal_delivery,
  grant_order,
  single_writer,
  answered,
  convergence,
  bounded_bypass,
  repair,
  linearizable,
};
inline constexpr std::size_t property_count = 16;

/// In kebab-case, as in scenario files and verdicts.
const char* name(Property property);
std::optional<Property> property_named(std::string_view name);

/// The event that a checker is looking at.
struct Moment {
  std::uint64_t event = 0;
  GlobalTime time;
};

struct Violation {
  Property property = Property::mutual_exclusion;
  /// "bia#3 happened before caio#2, yet caio#2 was granted first".
  std::string sentence;
  /// The numbers of the two or three events that break it, in order.
  std::vector<std::uint64_t> events;
  GlobalTime time;
  /// What it is about; nobody's when no one product is concerned.
  ProductId product;
};

/// What one property's checker found: the first violation in full, later ones only counted.
class Findings {
 public:
  explicit Findings(Property property) : property_(property) {}

  [[nodiscard]] bool holds() const { return violations_ == 0; }
  [[nodiscard]] std::uint64_t violations() const { return violations_; }
  [[nodiscard]] const std::optional<Violation>& first() const { return first_; }

  void add(Moment now, ProductId product, std::string sentence, std::vector<std::uint64_t> events);

 private:
  Property property_;
  std::uint64_t violations_ = 0;
  std::optional<Violation> first_;
};

/// One property at the end of a run.
struct Verdict {
  Property property = Property::mutual_exclusion;
  bool holds = true;
  /// How much was checked: "127 sections, 31 contended, 4 leases ended inside".
  std::string summary;
  /// How many things were checked: zero means that nothing was.
  std::uint64_t checked = 0;
  std::optional<Violation> violation;
};

/// "1 section", "2 sections".
std::string counted(std::uint64_t count, std::string_view noun);

}  // namespace feira::check
