// Reads a history from JSON lines, one at a time: {"index":0,"process":2,"type":"invoke","f":"write","value":7}.
//
// The order of the lines is the order in time. `type` is `invoke`, or how that ended: `ok`, `fail` (it did not take
// place) or `info` (nobody knows; its process is not used again). Members that are not known are passed over.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/linearizability/history.hpp"
#include "sim/linearizability/history_line.hpp"
#include "sim/linearizability/line_scanner.hpp"

namespace feira::linearizability {

class HistoryReader {
 public:
  explicit HistoryReader(Model model);

  /// Takes the next line, without its end. Throws a `LineProblem`.
  void take(std::string_view line);
  /// How many lines have been taken.
  [[nodiscard]] std::uint64_t lines() const { return line_; }
  /// All lines have been taken. Throws a `LineProblem` when there was no operation among them.
  History finish();

 private:
  struct Client {
    std::uint32_t open = UINT32_MAX;  // an operation
    Place gone = 0;                   // where an `info` ended it
  };

  void demand_members() const;

  void begin_stock();
  void invoke();
  void answer();
  void check_invoked_value(Operation& operation);
  void check_answered_value(Operation& operation, bool ok);
  [[nodiscard]] bool same_value(const Operation& operation) const;
  void bring(std::uint32_t object, std::int64_t pieces);

  Client& client(std::int64_t process);
  std::uint32_t object();

  Model model_;
  History history_;
  std::uint64_t line_ = 0;
  bool stock_begun_ = false;
  bool index_seen_ = false;
  std::int64_t last_index_ = 0;
  HistoryLine now_;
  std::vector<Client> clients_;
  std::vector<std::uint32_t> object_of_;                            // by operation, while it is needed
  std::vector<std::int64_t> brought_;                               // by object: initial and restocked
  std::uint32_t unkeyed_ = UINT32_MAX;                              // the object of operations without a key
  std::unordered_map<std::int64_t, std::uint32_t> client_numbers_;  // for look-up only
  std::map<std::string, std::uint32_t, std::less<>> objects_by_key_;
};

}  // namespace feira::linearizability
