// What a node keeps, in one SQLite file: who it is, its journal, the snapshot that stands for the journal's beginning,
// and where others were last reached.
//
// WAL with synchronous=FULL: a commit is durable when it returns. Records are kept as frames of the wire codec, whose
// checksums tell a damaged file from a whole one. Any thread may call; one at a time is let in.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "node/driver/surroundings.hpp"
#include "node/identity/identity.hpp"

namespace feira::node {

/// The version of the file's layout and of the records in it.
inline constexpr std::int64_t store_version = 1;

/// Where another marketplace was reached.
struct Address {
  MarketplaceId id;
  std::string name;
  std::string url;
  friend bool operator==(const Address&, const Address&) = default;
};

/// What became of a purchase, for a hook that is to be told.
struct KeptOutcome {
  ProductId product;
  Decision decision;
  friend bool operator==(const KeptOutcome&, const KeptOutcome&) = default;
};

class Store final : public Journal {
 public:
  struct Recovered {
    std::vector<Record> records;
    /// The number of the last of them.
    RecordNumber last = 0;
  };

  /// Makes the file; `Refusal` when that cannot be done.
  static void create(const std::filesystem::path& file, const Identity& identity);
  /// `Refusal` when it is damaged, no store, or of another version.
  explicit Store(const std::filesystem::path& file);
  ~Store() override;

  [[nodiscard]] const Identity& identity() const { return identity_; }
  /// Snapshot and journal; `Refusal` when any of it is damaged.
  Recovered load();
  void commit(RecordNumber first, std::span<const Record> records) override;

  /// Makes it durable together with the records of the next commit.
  void keep_with_next_commit(const KeptOutcome& outcome);
  /// The oldest kept ones.
  std::vector<KeptOutcome> outcomes(std::size_t most);
  void forget(const KeptOutcome& outcome);

  /// Who lets this newcomer in; nobody until it was chosen.
  std::optional<MarketplaceId> sponsor();
  void choose_sponsor(MarketplaceId sponsor);

  std::vector<Address> addresses();
  void remember(const Address& address);

 private:
  struct Connection;

  std::mutex mutex_;
  std::unique_ptr<Connection> connection_;
  std::vector<KeptOutcome> with_next_commit_;
  Identity identity_;
};

}  // namespace feira::node
