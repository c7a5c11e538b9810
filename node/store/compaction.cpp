#include "node/store/compaction.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "core/journal/compact.hpp"
#include "node/log/log.hpp"
#include "node/refusal.hpp"
#include "node/store/database.hpp"

namespace feira::node {

namespace {

/// In one transaction: a commit of the core waits no longer than this takes.
constexpr std::size_t written_at_once = 64;
constexpr std::int64_t deleted_at_once = 512;

std::int64_t meta_number(SQLite::Database& database, const char* key) {
  return std::stoll(get_meta(database, key).value_or("0"));
}

void write(SQLite::Database& database, std::int64_t generation, const std::vector<Record>& records) {
  std::string frame;
  for (std::size_t first = 0; first < records.size(); first += written_at_once) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    SQLite::Statement row(database, "INSERT INTO snapshot (generation, place, frame) VALUES (?, ?, ?)");
    for (std::size_t i = first; i < std::min(records.size(), first + written_at_once); ++i) {
      frame_of(records[i], frame);
      row.reset();
      row.bind(1, generation);
      row.bind(2, static_cast<std::int64_t>(i));
      row.bindNoCopy(3, frame.data(), static_cast<int>(frame.size()));
      row.exec();
    }
    transaction.commit();
  }
}

void delete_in_parts(SQLite::Database& database, const std::string& where) {
  const std::string limit = " LIMIT " + std::to_string(deleted_at_once) + ")";
  while (database.exec(where + limit) > 0) {
  }
}

}  // namespace

Compaction::Compaction(std::filesystem::path file, const Options& options, When when)
    : file_(std::move(file)), options_(options), when_(when) {}

Compaction::~Compaction() { stop(); }

bool Compaction::once() {
  SQLite::Database database = open_database(file_);
  // What is written in parts need not be durable part by part: the transaction that makes it count is.
  database.exec("PRAGMA synchronous=NORMAL");
  const std::int64_t last = database.execAndGet("SELECT ifnull(max(number), 0) FROM journal").getInt64();
  const std::int64_t snapshot_last = meta_number(database, "snapshot_last");
  const std::int64_t parts = meta_number(database, "snapshot_parts");
  const std::int64_t least =
      std::max(static_cast<std::int64_t>(when_.records_min), when_.as_many_as_snapshot ? parts : std::int64_t{0});
  if (last - snapshot_last < least) return false;

  std::vector<Record> records;
  const RecordNumber through = load_records(database, static_cast<RecordNumber>(last), records);
  records = compacted(records, options_);
  const std::int64_t former = meta_number(database, "snapshot");
  const std::int64_t generation = former + 1;
  delete_in_parts(database, "DELETE FROM snapshot WHERE rowid IN (SELECT rowid FROM snapshot WHERE generation <> " +
                                std::to_string(former));
  write(database, generation, records);
  database.exec("PRAGMA synchronous=FULL");
  {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    set_meta(database, "snapshot", std::to_string(generation));
    set_meta(database, "snapshot_last", std::to_string(through));
    set_meta(database, "snapshot_parts", std::to_string(records.size()));
    transaction.commit();
  }
  database.exec("PRAGMA synchronous=NORMAL");
  delete_in_parts(database, "DELETE FROM snapshot WHERE rowid IN (SELECT rowid FROM snapshot WHERE generation <> " +
                                std::to_string(generation));
  // `max(number)` above must go on being found: the last record stays, though it is not read any more.
  delete_in_parts(database, "DELETE FROM journal WHERE number IN (SELECT number FROM journal WHERE number < " +
                                std::to_string(through));
  log(LogLevel::info, "the journal was made short",
      {{"through", std::to_string(through)}, {"parts", std::to_string(records.size())}});
  return true;
}

void Compaction::start() {
  thread_ = std::thread([this] { run(); });
}

void Compaction::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Compaction::run() {
  std::string failure;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      if (changed_.wait_for(lock, when_.every, [this] { return stopped_; })) return;
    }
    try {
      once();
      failure.clear();
    } catch (const std::exception& error) {  // a full disk, or a damaged file: the next start will tell
      if (failure == error.what()) continue;
      failure = error.what();
      log(LogLevel::warning, "the journal cannot be made short", {{"why", failure}});
    }
  }
}

}  // namespace feira::node
