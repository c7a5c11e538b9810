// What came of generated scenarios, for people and for programs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "sim/campaign/judgement.hpp"
#include "sim/report/palette.hpp"

namespace feira::report {

/// In so many of the cases.
struct ClassCount {
  std::string name;
  std::uint64_t cases = 0;
};

/// A class that was to come in this share of the cases at least.
struct Floor {
  std::string name;
  /// In parts per million.
  std::int64_t share = 0;
  std::uint64_t cases = 0;
};

/// The first case in which a property did not hold.
struct FailedCase {
  std::uint64_t number = 0;
  /// With which its scenario was run.
  std::uint64_t seed = 0;
  std::vector<std::string> violated;
};

struct CheckReport {
  std::uint64_t seed = 1;
  int size = 100;
  std::vector<std::string> without;
  /// The first and how many were to be run (none: as many as the time allows), and how many were.
  std::uint64_t first = 1;
  std::optional<std::uint64_t> wanted;
  std::uint64_t cases = 0;
  std::uint64_t events = 0;
  std::uint64_t purchases = 0;
  /// One digest over all of them.
  std::uint64_t digest = 0;
  std::vector<ClassCount> classes;
  std::vector<Floor> floors;
  std::optional<FailedCase> failed;
  bool interrupted = false;
  Duration real;

  [[nodiscard]] bool meets(const Floor& floor) const {
    return floor.cases * 1'000'000 >= static_cast<std::uint64_t>(floor.share) * cases;
  }
  [[nodiscard]] campaign::Exit exit() const;
};

/// How much there is in a scenario.
struct CaseSizes {
  std::uint64_t marketplaces = 0;
  std::uint64_t products = 0;
  std::uint64_t buyers = 0;
  std::uint64_t faults = 0;
  std::uint64_t changes = 0;
};

/// "3 marketplaces, 1 product, 12 buyers, 4 faults, 0 changes".
std::string text(const CaseSizes& sizes);

/// What became of the failed case.
struct ShrunkCase {
  CaseSizes before;
  CaseSizes after;
  std::uint64_t runs = 0;
  /// Nothing more could be taken away.
  bool finished = false;
  Duration real;
};

/// Where the failed case was kept, and as what; an empty file name where it was not.
struct Kept {
  std::string file;
  std::string scenario;
  std::optional<ShrunkCase> shrunk;
};

/// The words that repeat the failed case: "feira check --seed 1 --case 17".
std::string repeat_words(const CheckReport& report);

std::string check_heading(const CheckReport& report, const Palette& palette);
/// Classes, floors, and what held.
std::string check_summary(const CheckReport& report, const Palette& palette);

/// From what to what it was shrunk, and at what cost; nothing if it was not.
std::string shrunk_text(const Kept& kept);

/// One document: format "feira-check", version 1. `exit` is that of the whole program.
std::string check_json(const CheckReport& report, const Kept& kept, campaign::Exit exit);

}  // namespace feira::report
