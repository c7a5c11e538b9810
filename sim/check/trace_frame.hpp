// What stands around the events of a trace: its first line, which holds all that it takes to repeat the run, the whole
// text of the scenario included, and its last line, by which a trace that was cut off or edited is known.
//
//   {"format":"feira-trace","version":2,"feira":"0.1.0","scenario":"basics/first-market.json","seed":7,"text":"{...}",...}
//   {"number":1,"time":0,...}                          an event a line, see sim/check/json_line.hpp
//   {"end":"feira-trace","events":1,"digest":"9f2c1e6a77d0b3e4","sum":"0123456789abcdef"}
//
// Version 1 had no text and no last line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/check/names.hpp"
#include "sim/linearizability/line_scanner.hpp"

namespace feira::check {

inline constexpr std::uint64_t trace_version = 2;

struct TraceHeader {
  /// The version of the program that wrote it.
  std::string feira;
  /// The scenario's file, as it was named, and its text.
  std::string scenario;
  std::string text;
  std::uint64_t seed = 0;
  friend bool operator==(const TraceHeader&, const TraceHeader&) = default;
};

struct TraceEnd {
  std::uint64_t events = 0;
  /// Of the run.
  std::uint64_t digest = 0;
  friend bool operator==(const TraceEnd&, const TraceEnd&) = default;
};

/// Over bytes: 64-bit FNV-1a (Fowler, Noll, Vo). Finds what was edited by accident, not on purpose.
class TraceSum {
 public:
  void add(std::string_view bytes) {
    for (const char byte : bytes) sum_ = (sum_ ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
  }
  [[nodiscard]] std::uint64_t value() const { return sum_; }

 private:
  std::uint64_t sum_ = 0xCBF29CE484222325U;
};

/// Lines with their ends.
std::string json_header(const TraceHeader& header, const Names& names);
/// `before`: over all lines before this one, with their ends.
std::string json_end(const TraceEnd& end, TraceSum before);

using linearizability::LineProblem;

/// Whether a file that begins with this line is meant to be a trace, of whatever version and however broken.
bool looks_like_trace(std::string_view line);
/// Whether a line is the last one of a trace; events begin otherwise.
bool looks_like_end(std::string_view line);
/// Lines without their ends; unknown members are passed over. What is wrong is thrown as a `LineProblem`.
TraceHeader read_header(std::string_view line);
/// `before`: as for `json_end`; `fits` becomes whether this line and all before it are as they were written.
TraceEnd read_end(std::string_view line, TraceSum before, bool& fits);
/// The number of the event on a line, which must be whole: an object and nothing after it.
std::uint64_t read_event_number(std::string_view line);

}  // namespace feira::check
